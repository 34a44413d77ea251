using System.Text.Json.Serialization;

namespace Esik.Programmes;

/// <summary>
/// The programme's records, read and written by code that the compiler makes: finding out about them at run time would keep the first
/// guest waiting. A slot is not among them: such code forgets the values that a row of an earlier version takes for granted.
/// </summary>
[JsonSerializable(typeof(ProgrammeTable.FestivalFacts))]
[JsonSerializable(typeof(Venue))]
[JsonSerializable(typeof(UntoldNews))]
internal sealed partial class ProgrammeRows : JsonSerializerContext;
