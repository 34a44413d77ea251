using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Esik.Programmes.Tests;

/// <summary>A valid festival file of three slots, and ways to spoil it.</summary>
internal static class SmallFestival
{
    public const string Json = """
        {
          "id": "yard",
          "name": { "kk": "Аула", "ru": "Двор", "en": "The Yard" },
          "text": { "kk": "Екі күн.\nБір аула.", "ru": "Два дня.\nОдин двор.", "en": "Two days.\nOne yard." },
          "place": { "kk": "Алматы", "ru": "Алматы", "en": "Almaty" },
          "organizer": { "kk": "Көршілер", "ru": "Соседи", "en": "The neighbours" },
          "contact": "yard@example.org",
          "timeZone": "Europe/Berlin",
          "languages": ["ru", "kk", "en"],
          "days": [
            { "date": "2027-03-28", "name": { "kk": "Көктем", "ru": "Весна", "en": "Spring" } },
            { "date": "2027-10-31", "name": { "kk": "Күз", "ru": "Осень", "en": "Autumn" } }
          ],
          "kinds": [
            { "id": "master-class", "name": { "kk": "Шеберлік сағаты", "ru": "Мастер-класс", "en": "Master class" } },
            { "id": "exhibition", "name": { "kk": "Көрме", "ru": "Выставка", "en": "Exhibition" } }
          ],
          "venues": [
            {
              "id": "workshop",
              "name": { "kk": "Шеберхана", "ru": "Мастерская", "en": "Workshop" },
              "where": { "kk": "1-қабат", "ru": "1 этаж", "en": "Ground floor" },
              "accessibility": { "kk": "Баспалдақсыз", "ru": "Без ступеней", "en": "No steps" }
            },
            { "id": "gallery", "name": { "kk": "Галерея", "ru": "Галерея", "en": "Gallery" } }
          ],
          "doors": [
            { "id": "gate", "name": { "kk": "Қақпа", "ru": "Ворота", "en": "Gate" }, "venues": ["workshop", "gallery"] }
          ],
          "slots": [
            {
              "id": "clay",
              "kind": "master-class",
              "venue": "workshop",
              "title": { "kk": "Саз", "ru": "Глина", "en": "Clay" },
              "summary": { "kk": "Қолмен.", "ru": "Руками.", "en": "By hand." },
              "community": { "kk": "Көршілер", "ru": "Соседи", "en": "Neighbours" },
              "start": "2027-03-28T11:00",
              "end": "2027-03-28T13:00",
              "capacity": 12,
              "languages": ["kk", "ru"],
              "ageFrom": 12,
              "partyMax": 2,
              "signUpOpens": "2027-03-01T09:00",
              "signUpCloses": "2027-03-28T10:00",
              "doorOpensBeforeMinutes": 20,
              "doorClosesAfterMinutes": 10
            },
            {
              "id": "night",
              "kind": "master-class",
              "venue": "workshop",
              "title": { "kk": "Түн", "ru": "Ночь", "en": "Night" },
              "start": "2027-03-28T22:00",
              "end": "2027-03-29T01:30",
              "capacity": 4,
              "languages": []
            },
            {
              "id": "walls",
              "kind": "exhibition",
              "venue": "gallery",
              "title": { "kk": "Қабырғалар", "ru": "Стены", "en": "Walls" },
              "start": "2027-10-31T10:00",
              "end": "2027-10-31T20:00",
              "openEntrance": true,
              "languages": ["en"]
            }
          ]
        }
        """;

    public static Programme Programme => Read(Json).Programme!;

    public static ProgrammeReading Read(string json) => ProgrammeFile.Read(Encoding.UTF8.GetBytes(json));

    /// <summary>The file with one value put at a JSON pointer (<c>-</c> adds to a list), or taken away (null).</summary>
    public static string With(string place, string? value)
    {
        var root = JsonNode.Parse(Json)!;
        if (place.Length == 0)
            return value!;
        var steps = place[1..].Split('/');
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
        if (parent is JsonArray items)
            Put(items, steps[^1], value);
        else if (value is null)
            Assert.True(parent.AsObject().Remove(steps[^1]));
        else
            parent[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>The file with the only occurrence of some characters replaced.</summary>
    public static string Instead(string old, string changed)
    {
        Assert.Equal(2, Json.Split(old).Length);
        return Json.Replace(old, changed, StringComparison.Ordinal);
    }

    private static void Put(JsonArray items, string step, string? value)
    {
        if (step == "-")
            items.Add(JsonNode.Parse(value!));
        else if (value is null)
            items.RemoveAt(int.Parse(step, CultureInfo.InvariantCulture));
        else
            items[int.Parse(step, CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
    }
}
