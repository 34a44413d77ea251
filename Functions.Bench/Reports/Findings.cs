namespace Esik.Bench.Reports;

/// <summary>All that a run has measured: the values of each measure, and the tables and sentences that explain them.</summary>
public sealed class Findings
{
    private readonly Dictionary<string, List<double>> values = [];
    private readonly Dictionary<string, FindingTable> tables = [];
    private readonly List<string> notes = [];

    public IReadOnlyDictionary<string, List<double>> Values => values;

    public IEnumerable<FindingTable> Tables => tables.Values;

    public IReadOnlyList<string> Notes => notes;

    /// <summary>One repetition's value of a measure of <see cref="Goal.All"/>.</summary>
    public void Add(string measure, double value)
    {
        if (Goal.All.All(goal => goal.Name != measure))
            throw new ArgumentException($"There is no measure {measure}.", nameof(measure));
        if (!values.TryGetValue(measure, out var known))
            values[measure] = known = [];
        known.Add(value);
    }

    public double? MedianOf(string measure) => values.TryGetValue(measure, out var known) ? Figures.Median(known) : null;

    /// <summary>One repetition's row of a table: the same title and the same row gather their values.</summary>
    public void Row(string table, string row, params ReadOnlySpan<(string Column, double Value)> cells)
    {
        if (!tables.TryGetValue(table, out var known))
            tables[table] = known = new FindingTable(table);
        foreach (var (column, value) in cells)
            known.Add(row, column, value);
    }

    public void Note(string sentence) => notes.Add(sentence);
}

/// <summary>A table of the report; each cell holds the values of all repetitions.</summary>
public sealed class FindingTable(string title)
{
    private readonly List<string> columns = [];
    private readonly Dictionary<string, Dictionary<string, List<double>>> rows = [];

    public string Title => title;

    public IReadOnlyList<string> Columns => columns;

    public IEnumerable<string> Rows => rows.Keys;

    public IReadOnlyList<double> Cell(string row, string column) => rows[row].GetValueOrDefault(column) ?? [];

    public void Add(string row, string column, double value)
    {
        if (!columns.Contains(column))
            columns.Add(column);
        if (!rows.TryGetValue(row, out var cells))
            rows[row] = cells = [];
        if (!cells.TryGetValue(column, out var known))
            cells[column] = known = [];
        known.Add(value);
    }
}
