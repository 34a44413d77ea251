using FsCheck.Xunit;

namespace Esik.Reports.Tests;

public class CsvTextTests
{
    [Theory]
    [InlineData("Clay", "Clay")]
    [InlineData("", "")]
    [InlineData("Clay, by hand", "\"Clay, by hand\"")]
    [InlineData("The \"yard\"", "\"The \"\"yard\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+7 701", "'+7 701")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"")]
    public void A_cell_is_quoted_and_no_formula(string cell, string written) => Assert.Equal(written + "\r\n", new CsvText().Row([cell]).ToString());

    [Property]
    public bool Every_row_reads_back(string[] cells)
    {
        var row = (cells ?? []).Select(cell => cell ?? "").ToList();
        var read = Read(new CsvText().Row(row).ToString());
        return row.Count == 0 || row.Zip(read).All(pair => pair.Second == pair.First || pair.Second == "'" + pair.First) && read.Count == row.Count;
    }

    // A reader of its own, after RFC 4180.
    private static List<string> Read(string line)
    {
        var cells = new List<string>();
        var cell = "";
        var quoted = false;
        var text = line[..^2];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                cell += text[i++];
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == ',' && !quoted)
                (cell, _) = ("", Add(cells, cell));
            else
                cell += text[i];
        }
        cells.Add(cell);
        return cells;
    }

    private static bool Add(List<string> cells, string cell)
    {
        cells.Add(cell);
        return true;
    }
}
