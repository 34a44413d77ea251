namespace Esik.Programmes.Tests;

public class FestivalFileGuideTests
{
    [Fact]
    public void The_guides_example_is_a_good_file()
    {
        var guide = File.ReadAllText(Path.Combine(Root(), "docs", "festival-file.md"));
        var example = guide.Split("```json")[1].Split("```")[0];
        Assert.Equal([], SmallFestival.Read(example).Mistakes.Select(mistake => mistake.ToString()));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Esik.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
