using System.Text.Json.Serialization;

namespace Esik.Programmes;

/// <summary>The programme's records, read and written by code that the compiler makes: finding out about them at run time would keep the first guest waiting.</summary>
[JsonSerializable(typeof(ProgrammeTable.FestivalFacts))]
[JsonSerializable(typeof(SlotRow))]
[JsonSerializable(typeof(Venue))]
[JsonSerializable(typeof(UntoldNews))]
internal sealed partial class ProgrammeRows : JsonSerializerContext;
