return await Esik.Bench.BenchProgram.RunAsync(args);
