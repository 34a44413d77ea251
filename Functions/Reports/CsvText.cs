using System.Text;

namespace Esik.Reports;

/// <summary>
/// Comma-separated values as RFC 4180 has them: lines end in CR LF, cells are quoted where they must be. A cell that a spreadsheet
/// would take for a formula gets an apostrophe in front, which shows it as text.
/// </summary>
public sealed class CsvText
{
    private const string FormulaBeginnings = "=+-@\t\r\n＝＋－＠";

    private readonly StringBuilder text = new();

    public CsvText Row(IEnumerable<string> cells)
    {
        text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");
        return this;
    }

    public override string ToString() => text.ToString();

    private static string Cell(string cell)
    {
        var defused = cell.Length > 0 && FormulaBeginnings.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return defused.AsSpan().ContainsAny("\",\r\n") || defused != defused.Trim() ? $"\"{defused.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : defused;
    }
}
