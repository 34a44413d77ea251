return await Esik.Hosting.EsikHost.RunAsync(args);
