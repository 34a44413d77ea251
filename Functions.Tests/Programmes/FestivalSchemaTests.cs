using System.Text.Json;
using System.Text.Json.Nodes;
using Esik.Hosting;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes.Tests;

/// <summary>The schema is for authors and editors, the reader decides: here they are held together.</summary>
public class FestivalSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(FestivalSchema.Json.Span)!;

    [Fact]
    public void The_schema_names_the_properties_that_the_reader_knows()
    {
        var objects = Objects(Schema).ToList();
        foreach (var shape in ObjectShape.All)
        {
            var written = shape == ObjectShape.Festival ? Schema : Schema["$defs"]![shape.Name]!;
            Assert.Equal(shape.Properties.Order(), written["properties"]!.AsObject().Select(property => property.Key).Order());
            Assert.Equal(shape.Required.Order(), written["required"]!.AsArray().Select(name => name!.GetValue<string>()).Order());
            Assert.False(written["additionalProperties"]!.GetValue<bool>());
            Assert.True(objects.Remove(written));
        }
        Assert.Empty(objects); // Every object of the schema is one that the reader knows.
    }

    [Fact]
    public void Both_take_the_good_files()
    {
        Assert.Equal([], Refusals(System.Text.Encoding.UTF8.GetString(SampleProgramme.Json.Span)));
        Assert.Equal([], Refusals(SmallFestival.Json));
    }

    public static TheoryData<string, string?> Spoilt()
    {
        var cases = new TheoryData<string, string?>();
        foreach (var attribute in typeof(ProgrammeMistakeTests).GetMethod(nameof(ProgrammeMistakeTests.A_hundred_mistakes_are_told_with_their_places))!.GetCustomAttributes(typeof(InlineDataAttribute), false))
        {
            var values = ((InlineDataAttribute)attribute).GetData(null!).Single();
            cases.Add((string)values[0], (string?)values[1]);
        }
        return cases;
    }

    /// <summary>What the schema refuses the reader refuses too, and at the same place; the reader may know more.</summary>
    [Theory]
    [MemberData(nameof(Spoilt))]
    public void What_the_schema_refuses_the_reader_refuses_at_the_same_place(string place, string? value)
    {
        var file = SmallFestival.With(place, value);
        var mistakes = SmallFestival.Read(file).Mistakes;
        foreach (var refused in Refusals(file))
            Assert.Contains(mistakes, mistake => mistake.Place == refused || mistake.Place.StartsWith(refused + "/", StringComparison.Ordinal));
        // Everything about shape and size can be said in a schema, so an editor must underline it.
        if (mistakes.All(mistake => mistake.Kind is MistakeKind.WrongType or MistakeKind.Missing or MistakeKind.UnknownProperty or MistakeKind.TooFew or MistakeKind.TooMany
            or MistakeKind.BadId or MistakeKind.NotWhole or MistakeKind.OutOfRange or MistakeKind.BadLanguage or MistakeKind.CapacityMissing or MistakeKind.CapacityAtOpenEntrance
            or MistakeKind.SignUpAtOpenEntrance or MistakeKind.LanguageMissing or MistakeKind.BadPromotion or MistakeKind.TextTooLong))
        {
            Assert.NotEmpty(Refusals(file));
        }
    }

    [Theory]
    [InlineData("/days", ProgrammeLimits.DaysMax)]
    [InlineData("/kinds", ProgrammeLimits.KindsMax)]
    [InlineData("/venues", ProgrammeLimits.VenuesMax)]
    [InlineData("/doors", ProgrammeLimits.DoorsMax)]
    [InlineData("/slots", ProgrammeLimits.SlotsMax)]
    public void Lists_are_as_long_in_both(string place, int max) => Assert.Equal(max, Schema["properties"]![place[1..]]!["maxItems"]!.GetValue<int>());

    [Theory]
    [InlineData("name", ProgrammeLimits.NameLengthMax)]
    [InlineData("title", ProgrammeLimits.TitleLengthMax)]
    [InlineData("line", ProgrammeLimits.LineLengthMax)]
    [InlineData("summary", ProgrammeLimits.SummaryLengthMax)]
    [InlineData("festivalText", ProgrammeLimits.FestivalTextLengthMax)]
    public void Texts_are_as_long_in_both(string definition, int max) =>
        Assert.All(Schema["$defs"]![definition]!["properties"]!.AsObject(), text => Assert.Equal(max, text.Value!["maxLength"]!.GetValue<int>()));

    [Theory]
    [InlineData("/slots/0/capacity", "slot", ProgrammeLimits.CapacityMin, ProgrammeLimits.CapacityMax)]
    [InlineData("/slots/0/partyMax", "slot", ProgrammeLimits.PartyMaxMin, ProgrammeLimits.PartyMaxMax)]
    [InlineData("/slots/0/ageFrom", "slot", ProgrammeLimits.AgeFromMin, ProgrammeLimits.AgeFromMax)]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "slot", 0, ProgrammeLimits.DoorOpensBeforeMinutesMax)]
    [InlineData("/slots/0/doorClosesAfterMinutes", "slot", 0, ProgrammeLimits.DoorClosesAfterMinutesMax)]
    [InlineData("/waitlist/offerHours", "waitlist", WaitlistRules.OfferHoursMin, WaitlistRules.OfferHoursMax)]
    [InlineData("/waitlist/offerCloseMinutes", "waitlist", WaitlistRules.OfferCloseMinutesMin, WaitlistRules.OfferCloseMinutesMax)]
    [InlineData("/waitlist/confirmByMailMinutes", "waitlist", 0, WaitlistRules.ConfirmByMailMinutesMax)]
    [InlineData("/releaseMinutes", null, 0, Slot.ReleaseMinutesMax)]
    [InlineData("/slots/0/releaseMinutes", "slot", 0, Slot.ReleaseMinutesMax)]
    [InlineData("/retentionDays", null, ProgrammeLimits.RetentionDaysMin, ProgrammeLimits.RetentionDaysMax)]
    public void Numbers_have_the_same_ends_in_both(string place, string? definition, int min, int max)
    {
        var property = (definition is null ? Schema : Schema["$defs"]![definition]!)["properties"]![place.Split('/')[^1]]!;
        Assert.Equal((min, max), (property["minimum"]!.GetValue<int>(), property["maximum"]!.GetValue<int>()));
    }

    // What the schema tells an author is what the reader does when nothing is said.
    [Fact]
    public void The_waiting_lists_defaults_are_the_same_in_both()
    {
        var said = Schema["$defs"]!["waitlist"]!["properties"]!.AsObject().ToDictionary(rule => rule.Key, rule => rule.Value!["default"]!.ToJsonString());
        var rules = JsonSerializer.SerializeToElement(WaitlistDocument.Of(WaitlistRules.Default), EsikJson.Options);
        Assert.Equal(rules.EnumerateObject().Select(rule => (rule.Name, rule.Value.GetRawText())), said.Select(rule => (rule.Key, rule.Value)));
    }

    [Fact]
    public void Every_property_is_explained_or_explains_itself()
    {
        string[] plain = ["id", "name", "title", "kind", "venue", "kk", "ru", "en", "days", "slots", "venues", "date", "summary"];
        foreach (var properties in Objects(Schema).Select(written => written["properties"]!.AsObject()))
            Assert.All(properties, property => Assert.True(plain.Contains(property.Key) || property.Value!["description"] is not null, $"{property.Key} has no description."));
    }

    private static IEnumerable<string> Refusals(string file) => new SchemaCheck(Schema).Refused(JsonNode.Parse(file)).Distinct();

    /// <summary>The objects that the schema describes: those that allow no further properties.</summary>
    private static IEnumerable<JsonNode> Objects(JsonNode schema) => schema["$defs"]!.AsObject().Select(definition => definition.Value!).Append(schema)
        .Where(written => written["additionalProperties"] is not null);
}
