using System.Text;

namespace Esik.Programmes.Tests;

public class ProgrammeMistakeTests
{
    /// <summary>Each case spoils one value of a good file (null takes it away) and names all mistakes that follow: code and place.</summary>
    [Theory]
    // Shape of the festival.
    [InlineData("/id", null, "missing /id")]
    [InlineData("/name", null, "missing /name")]
    [InlineData("/text", null, "missing /text")]
    [InlineData("/place", null, "missing /place")]
    [InlineData("/organizer", null, "missing /organizer")]
    [InlineData("/contact", null, "missing /contact")]
    [InlineData("/timeZone", null, "missing /timeZone")]
    [InlineData("/days", null, "missing /days")]
    [InlineData("/kinds", null, "missing /kinds")]
    [InlineData("/venues", null, "missing /venues")]
    [InlineData("/slots", null, "missing /slots")]
    [InlineData("/slots", "{}", "wrong-type /slots")]
    [InlineData("/slots", "null", "wrong-type /slots")]
    [InlineData("/slots/-", "\"clay\"", "wrong-type /slots/3")]
    [InlineData("/slots/-", "[]", "wrong-type /slots/3")]
    [InlineData("/days", "[]", "too-few /days")]
    [InlineData("/kinds", "[]", "too-few /kinds", "unknown-kind /slots/0/kind", "unknown-kind /slots/1/kind", "unknown-kind /slots/2/kind")]
    [InlineData("/doors", "[]", "too-few /doors")]
    [InlineData("/capacity", "5", "unknown-property /capacity")]
    [InlineData("/Name", "{}", "unknown-property /Name")]
    [InlineData("/", "1", "unknown-property /")]
    [InlineData("/sample", "\"yes\"", "wrong-type /sample")]
    [InlineData("/$schema", "1", "wrong-type /$schema")]
    // The festival's values.
    [InlineData("/id", "\"Yard\"", "bad-id /id")]
    [InlineData("/id", "\"\"", "bad-id /id")]
    [InlineData("/id", "7", "wrong-type /id")]
    [InlineData("/name", "\"The Yard\"", "wrong-type /name")]
    [InlineData("/name/kk", null, "missing /name/kk")]
    [InlineData("/name/ru", "\"\"", "text-empty /name/ru")]
    [InlineData("/name/en", "\"\\u200b \\t\"", "text-control /name/en")]
    [InlineData("/name/en", "\"\\u200b \"", "text-empty /name/en")]
    [InlineData("/name/en", "\"two\\nlines\"", "text-control /name/en")]
    [InlineData("/name/de", "\"Hof\"", "unknown-property /name/de")]
    [InlineData("/text/en", "\"a\\u0000b\"", "text-control /text/en")]
    [InlineData("/text/en", "\"a\\r\\nb\"", "text-control /text/en")]
    [InlineData("/text/en", "\"a\\u0085b\"", "text-control /text/en")]
    [InlineData("/place/en", "5", "wrong-type /place/en")]
    [InlineData("/contact", "\"yard\"", "bad-contact /contact")]
    [InlineData("/contact", "\"yard@home\"", "bad-contact /contact")]
    [InlineData("/contact", "\"The Yard <yard@example.org>\"", "bad-contact /contact")]
    [InlineData("/contact", "\"a@example.org, b@example.org\"", "bad-contact /contact")]
    [InlineData("/contact", "[\"yard@example.org\"]", "wrong-type /contact")]
    [InlineData("/timeZone", "\"Almaty\"", "bad-zone /timeZone")]
    [InlineData("/timeZone", "\"\"", "bad-zone /timeZone")]
    [InlineData("/timeZone", "\"+05:00\"", "bad-zone /timeZone")]
    [InlineData("/timeZone", "\"Central Asia Standard Time\"", "bad-zone /timeZone")]
    [InlineData("/timeZone", "\"../../etc/passwd\"", "bad-zone /timeZone")]
    [InlineData("/timeZone", "5", "wrong-type /timeZone")]
    [InlineData("/languages", "[]", "language-missing /languages")]
    [InlineData("/languages", "[\"kk\", \"ru\"]", "language-missing /languages")]
    [InlineData("/languages", "[\"kk\", \"ru\", \"de\"]", "bad-language /languages/2")]
    [InlineData("/languages", "[\"kk\", \"ru\", \"RU\"]", "bad-language /languages/2")]
    [InlineData("/languages", "[\"kk\", \"ru\", \"kk\"]", "duplicate-value /languages/2")]
    [InlineData("/languages", "[\"kk\", \"ru\", \"en\", \"en\"]", "too-many /languages", "duplicate-value /languages/3")]
    [InlineData("/languages", "\"kk\"", "wrong-type /languages")]
    [InlineData("/languages/0", "null", "wrong-type /languages/0")]
    [InlineData("/retentionDays", "0", "out-of-range /retentionDays")]
    [InlineData("/retentionDays", "366", "out-of-range /retentionDays")]
    [InlineData("/retentionDays", "30.5", "not-whole /retentionDays")]
    [InlineData("/retentionDays", "\"30\"", "wrong-type /retentionDays")]
    // Days.
    [InlineData("/days/0/date", "\"28.03.2027\"", "bad-date /days/0/date", "outside-days /slots/0/start", "outside-days /slots/1/start")]
    [InlineData("/days/1/date", "\"2027-02-30\"", "bad-date /days/1/date", "outside-days /slots/2/start")]
    [InlineData("/days/1/date", "\"1999-10-31\"", "bad-date /days/1/date", "outside-days /slots/2/start")]
    [InlineData("/days/1/date", "20271031", "wrong-type /days/1/date", "outside-days /slots/2/start")]
    [InlineData("/days/-", "{\"date\": \"2027-03-28\", \"name\": {\"kk\": \"a\", \"ru\": \"a\", \"en\": \"a\"}}", "duplicate-value /days/2/date")]
    [InlineData("/days/0/name", null, "missing /days/0/name")]
    [InlineData("/days/0/aroundNow", "true", "only-in-sample /days/0/aroundNow")]
    [InlineData("/days/0/aroundNow", "1", "wrong-type /days/0/aroundNow")]
    // Kinds, venues, doors.
    [InlineData("/kinds/1/id", "\"master-class\"", "duplicate-id /kinds/1/id", "unknown-kind /slots/2/kind")]
    [InlineData("/kinds/0/id", "\"Master class\"", "bad-id /kinds/0/id", "unknown-kind /slots/0/kind", "unknown-kind /slots/1/kind")]
    [InlineData("/kinds/0/name/kk", "\"   \"", "text-empty /kinds/0/name/kk")]
    [InlineData("/venues/1/id", "\"workshop\"", "duplicate-id /venues/1/id", "unknown-venue /doors/0/venues/1", "unknown-venue /slots/2/venue")]
    [InlineData("/venues/0/capacity", "40", "unknown-property /venues/0/capacity")]
    [InlineData("/venues/0/where", "\"upstairs\"", "wrong-type /venues/0/where")]
    [InlineData("/venues/0/accessibility/ru", null, "missing /venues/0/accessibility/ru")]
    [InlineData("/venues/-", "{\"id\": \"roof\", \"name\": {\"kk\": \"a\", \"ru\": \"a\", \"en\": \"a\"}}", "venue-without-door /venues/2")]
    [InlineData("/doors/0/venues/1", null, "venue-without-door /venues/1")]
    [InlineData("/doors/0/venues/-", "\"cellar\"", "unknown-venue /doors/0/venues/2")]
    [InlineData("/doors/0/venues/-", "\"gallery\"", "duplicate-value /doors/0/venues/2")]
    [InlineData("/doors/0/venues", "[]", "venue-without-door /venues/0", "venue-without-door /venues/1", "too-few /doors/0/venues")]
    [InlineData("/doors/0/venues/-", "3", "wrong-type /doors/0/venues/2")]
    [InlineData("/doors/-", "{\"id\": \"gate\", \"name\": {\"kk\": \"a\", \"ru\": \"a\", \"en\": \"a\"}, \"venues\": [\"gallery\"]}", "duplicate-id /doors/1/id")]
    [InlineData("/doors/0/id", "\"gate~1\"", "bad-id /doors/0/id")]
    // Slots: what they are.
    [InlineData("/slots/0/id", "\"a/b\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"Clay\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"clay pots\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"глина\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"a_b\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"clay\\n\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", "\"0123456789-abcdefghijklmnopqrstuvwxyz-012\"", "bad-id /slots/0/id")]
    [InlineData("/slots/0/id", null, "missing /slots/0/id")]
    [InlineData("/slots/0/id", "12", "wrong-type /slots/0/id")]
    [InlineData("/slots/1/id", "\"clay\"", "duplicate-id /slots/1/id")]
    [InlineData("/slots/0/kind", "\"masterclass\"", "unknown-kind /slots/0/kind")]
    [InlineData("/slots/0/kind", null, "missing /slots/0/kind")]
    [InlineData("/slots/0/kind", "[\"exhibition\"]", "wrong-type /slots/0/kind")]
    [InlineData("/slots/0/venue", "\"worksop\"", "unknown-venue /slots/0/venue")]
    [InlineData("/slots/0/venue", null, "missing /slots/0/venue")]
    [InlineData("/slots/0/title", null, "missing /slots/0/title")]
    [InlineData("/slots/0/title/kk", "\"\"", "text-empty /slots/0/title/kk")]
    [InlineData("/slots/0/title/en", null, "missing /slots/0/title/en")]
    [InlineData("/slots/0/title/ru", "\"\\u001b[31m\"", "text-control /slots/0/title/ru")]
    [InlineData("/slots/0/summary/ru", "true", "wrong-type /slots/0/summary/ru")]
    [InlineData("/slots/0/community/ru", "\"\\u0007\"", "text-control /slots/0/community/ru")]
    [InlineData("/slots/0/tittle", "{}", "unknown-property /slots/0/tittle")]
    [InlineData("/slots/0/languages", null, "missing /slots/0/languages")]
    [InlineData("/slots/0/languages/0", "\"kz\"", "bad-language /slots/0/languages/0")]
    [InlineData("/slots/0/languages/1", "\"kk\"", "duplicate-value /slots/0/languages/1")]
    [InlineData("/slots/0/ageFrom", "-1", "out-of-range /slots/0/ageFrom")]
    [InlineData("/slots/0/ageFrom", "100", "out-of-range /slots/0/ageFrom")]
    [InlineData("/slots/0/ageFrom", "\"12+\"", "wrong-type /slots/0/ageFrom")]
    [InlineData("/slots/0/cancelled", "\"true\"", "wrong-type /slots/0/cancelled")]
    [InlineData("/slots/0/cancelled", "null", "wrong-type /slots/0/cancelled")]
    // Slots: places.
    [InlineData("/slots/0/capacity", "-1", "out-of-range /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "0", "out-of-range /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "100001", "out-of-range /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "1e400", "out-of-range /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "12.5", "not-whole /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "\"12\"", "wrong-type /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "null", "wrong-type /slots/0/capacity")]
    [InlineData("/slots/0/capacity", null, "capacity-missing /slots/0/capacity")]
    [InlineData("/slots/0/capacity", "1", "party-above-capacity /slots/0/partyMax")]
    [InlineData("/slots/0/partyMax", "0", "out-of-range /slots/0/partyMax")]
    [InlineData("/slots/0/partyMax", "7", "out-of-range /slots/0/partyMax")]
    [InlineData("/slots/0/partyMax", "2.5", "not-whole /slots/0/partyMax")]
    [InlineData("/slots/1/partyMax", "5", "party-above-capacity /slots/1/partyMax")]
    [InlineData("/slots/2/openEntrance", "false", "capacity-missing /slots/2/capacity")]
    [InlineData("/slots/2/openEntrance", null, "capacity-missing /slots/2/capacity")]
    [InlineData("/slots/2/openEntrance", "\"yes\"", "capacity-missing /slots/2/capacity", "wrong-type /slots/2/openEntrance")]
    [InlineData("/slots/2/capacity", "100", "capacity-at-open-entrance /slots/2/capacity")]
    [InlineData("/slots/2/partyMax", "2", "sign-up-at-open-entrance /slots/2/partyMax")]
    [InlineData("/slots/2/signUpOpens", "\"2027-10-01T10:00\"", "sign-up-at-open-entrance /slots/2/signUpOpens")]
    [InlineData("/slots/2/signUpCloses", "\"2027-10-31T10:00\"", "sign-up-at-open-entrance /slots/2/signUpCloses")]
    // The waiting list, of the festival and of a slot.
    [InlineData("/releaseMinutes", "-1", "out-of-range /releaseMinutes")]
    [InlineData("/slots/0/releaseMinutes", "241", "out-of-range /slots/0/releaseMinutes")]
    [InlineData("/slots/0/releaseMinutes", "\"off\"", "wrong-type /slots/0/releaseMinutes")]
    [InlineData("/waitlist", "[]", "wrong-type /waitlist")]
    [InlineData("/waitlist", "{\"promotion\": \"automatic\"}", "bad-promotion /waitlist/promotion")]
    [InlineData("/waitlist", "{\"promotion\": \"Auto\"}", "bad-promotion /waitlist/promotion")]
    [InlineData("/waitlist", "{\"promotion\": 0}", "wrong-type /waitlist/promotion")]
    [InlineData("/waitlist", "{\"offerHours\": 0}", "out-of-range /waitlist/offerHours")]
    [InlineData("/waitlist", "{\"offerHours\": 73}", "out-of-range /waitlist/offerHours")]
    [InlineData("/waitlist", "{\"offerMinutes\": 60}", "unknown-property /waitlist/offerMinutes")]
    [InlineData("/slots/0/waitlist", "{\"offerCloseMinutes\": 29}", "out-of-range /slots/0/waitlist/offerCloseMinutes")]
    [InlineData("/slots/0/waitlist", "{\"offerCloseMinutes\": 1441}", "out-of-range /slots/0/waitlist/offerCloseMinutes")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": 4}", "out-of-range /slots/0/waitlist/confirmByMailMinutes")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": -1}", "out-of-range /slots/0/waitlist/confirmByMailMinutes")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": 1441}", "out-of-range /slots/0/waitlist/confirmByMailMinutes")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": 7.5}", "not-whole /slots/0/waitlist/confirmByMailMinutes")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": true}", "wrong-type /slots/0/waitlist/confirmByMailMinutes")]
    [InlineData("/slots/2/waitlist", "{}", "sign-up-at-open-entrance /slots/2/waitlist")]
    // Slots: times.
    [InlineData("/slots/0/start", null, "missing /slots/0/start")]
    [InlineData("/slots/0/end", null, "missing /slots/0/end")]
    [InlineData("/slots/0/start", "1806224400", "wrong-type /slots/0/start")]
    [InlineData("/slots/0/start", "\"tomorrow\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\"2027-03-28\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\"2027-03-28T11:00:00\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\"2027-03-28T11:00Z\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\"2027-03-28T11:00+05:00\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\"2027-03-28 11:00\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/start", "\" 2027-03-28T11:00\"", "bad-time /slots/0/start")]
    [InlineData("/slots/0/end", "\"2027-03-28T24:00\"", "bad-time /slots/0/end")]
    [InlineData("/slots/0/end", "\"9999-12-31T23:59\"", "bad-time /slots/0/end")]
    [InlineData("/slots/0/end", "\"2027-03-28T11:00\"", "end-before-start /slots/0/end")]
    [InlineData("/slots/0/end", "\"2027-03-28T10:30\"", "end-before-start /slots/0/end")]
    [InlineData("/slots/0/end", "\"2027-03-29T11:01\"", "slot-too-long /slots/0/end")]
    [InlineData("/slots/1/start", "\"2027-03-28T02:30\"", "time-skipped /slots/1/start")]
    [InlineData("/slots/2/start", "\"2027-10-31T02:30\"", "time-twice /slots/2/start")]
    [InlineData("/slots/2/start", "\"2027-10-30T23:00\"", "outside-days /slots/2/start")]
    [InlineData("/slots/1/start", "\"2027-03-29T00:15\"", "outside-days /slots/1/start")]
    [InlineData("/slots/0/signUpOpens", "\"soon\"", "bad-time /slots/0/signUpOpens")]
    [InlineData("/slots/0/signUpCloses", "\"2027-03-28T25:00\"", "bad-time /slots/0/signUpCloses")]
    [InlineData("/slots/0/signUpCloses", "\"2027-03-28T13:01\"", "sign-up-closes-late /slots/0/signUpCloses")]
    [InlineData("/slots/0/signUpCloses", "\"2027-03-01T09:00\"", "sign-up-opens-late /slots/0/signUpOpens")]
    [InlineData("/slots/0/signUpOpens", "\"2027-03-28T10:01\"", "sign-up-opens-late /slots/0/signUpOpens")]
    [InlineData("/slots/1/signUpOpens", "\"2027-03-28T22:00\"", "sign-up-opens-late /slots/1/signUpOpens")]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "-5", "out-of-range /slots/0/doorOpensBeforeMinutes")]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "1441", "out-of-range /slots/0/doorOpensBeforeMinutes")]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "\"20\"", "wrong-type /slots/0/doorOpensBeforeMinutes")]
    [InlineData("/slots/0/doorClosesAfterMinutes", "721", "out-of-range /slots/0/doorClosesAfterMinutes")]
    [InlineData("/slots/0/doorClosesAfterMinutes", "0.5", "not-whole /slots/0/doorClosesAfterMinutes")]
    // The file is something else.
    [InlineData("", "[]", "wrong-type ")]
    [InlineData("", "\"festival\"", "wrong-type ")]
    [InlineData("", "42", "wrong-type ")]
    [InlineData("", "null", "wrong-type ")]
    public void A_hundred_mistakes_are_told_with_their_places(string place, string? value, params string[] mistakes)
    {
        var reading = SmallFestival.Read(SmallFestival.With(place, value));
        Assert.Null(reading.Programme);
        Assert.Equal(mistakes, reading.Mistakes.Select(mistake => $"{mistake.Code} {mistake.Place}"));
        Assert.All(reading.Mistakes, mistake => Assert.Contains(mistake.Sentence[^1], ".?"));
    }

    [Fact]
    public void All_mistakes_of_a_file_are_told_in_its_order_with_line_and_column()
    {
        const string file = """
            {
              "id": "yard",
              "name": { "kk": "Аула", "ru": "Двор" },
              "text": { "kk": "а", "ru": "б", "en": "c" },
              "place": { "kk": "Алматы", "ru": "Алматы", "en": "Almaty" },
              "organizer": { "kk": "Көршілер", "ru": "Соседи", "en": "" },
              "contact": "yard@example.org",
              "timezone": "Asia/Almaty",
              "days": [{ "date": "2027-09-18", "name": { "kk": "Күн", "ru": "День", "en": "Day" } }],
              "kinds": [{ "id": "talk", "name": { "kk": "Әңгіме", "ru": "Разговор", "en": "Talk" } }],
              "venues": [{ "id": "hall", "name": { "kk": "Зал", "ru": "Зал", "en": "Hall" } }],
              "slots": [
                { "id": "a/b", "kind": "talks", "venue": "hal", "title": { "kk": "🎨", "ru": "б", "en": "c", "en": "d" },
                  "start": "2027-09-18T12:00", "end": "2027-09-18T11:00", "capacity": -5, "partyMax": 7, "languages": ["de"] }
              ]
            }
            """;
        Assert.Equal(
            [
                "1:1 /timeZone missing",
                "3:11 /name/en missing",
                "6:58 /organizer/en text-empty",
                "8:3 /timezone unknown-property",
                "13:13 /slots/0/id bad-id",
                "13:28 /slots/0/kind unknown-kind",
                "13:46 /slots/0/venue unknown-venue",
                "13:98 /slots/0/title/en duplicate-property",
                "14:43 /slots/0/end end-before-start",
                "14:75 /slots/0/capacity out-of-range",
                "14:91 /slots/0/partyMax out-of-range",
                "14:108 /slots/0/languages/0 bad-language",
            ],
            SmallFestival.Read(file).Mistakes.Select(mistake => $"{mistake.Line}:{mistake.Column} {mistake.Place} {mistake.Code}"));
    }

    [Theory]
    [InlineData("", "not-json", 1, 1)]
    [InlineData("   \n ", "not-json", 2, 2)]
    [InlineData("<festival/>", "not-json", 1, 1)]
    [InlineData("id: yard", "not-json", 1, 1)]
    [InlineData("{\n  \"id\": \"yard\",\n}", "not-json", 3, 1)]
    [InlineData("{\n  \"id\": 'yard'\n}", "not-json", 2, 9)]
    [InlineData("{\n  \"имя\": yard\n}", "not-json", 2, 10)]
    [InlineData("{\n  // not yet\n}", "not-json", 2, 3)]
    [InlineData("{ \"id\": \"yard\"", "not-json", 1, 15)]
    [InlineData("{ \"id\": \"yar", "not-json", 1, 13)]
    [InlineData("{} {}", "not-json", 1, 4)]
    [InlineData("{ \"id\": 01 }", "not-json", 1, 10)]
    [InlineData("{ \"id\": NaN }", "not-json", 1, 9)]
    public void What_is_no_JSON_is_told_where_it_stops_to_be(string file, string code, int line, int column)
    {
        var mistake = Assert.Single(SmallFestival.Read(file).Mistakes);
        Assert.Equal((code, "", line, column), (mistake.Code, mistake.Place, mistake.Line, mistake.Column));
    }

    [Fact]
    public void Other_encodings_are_told_with_their_line()
    {
        byte[] windows1251 = [.. Encoding.UTF8.GetBytes("{\n\"name\":\n\""), 0xC4, 0xE2, 0xEE, 0xF0, .. Encoding.UTF8.GetBytes("\"}")];
        AssertAlone("not-utf8", 3, ProgrammeFile.Read(windows1251));
        AssertAlone("not-utf8", 1, ProgrammeFile.Read((byte[])[.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(SmallFestival.Json)]));
    }

    [Fact]
    public async Task A_file_of_ten_megabytes_is_not_even_looked_into()
    {
        using var stream = new MemoryStream(new byte[10 * 1024 * 1024]);
        AssertAlone("too-big", 1, await ProgrammeFile.ReadAsync(stream, CancellationToken.None));
        Assert.Equal(ProgrammeLimits.FileBytesMax + 1, stream.Position);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(100_000)]
    public void Deep_nesting_is_refused_before_it_hurts(int depth)
    {
        AssertAlone("too-deep", 1, SmallFestival.Read(new string('[', depth)));
        AssertAlone("too-deep", 1, SmallFestival.Read(string.Concat(Enumerable.Repeat("{\"a\":", depth))));
    }

    [Theory]
    [InlineData("\"id\": \"clay\"", "\"id\": \"clay\", \"id\": \"clay\"", "duplicate-property /slots/0/id")]
    [InlineData("\"capacity\": 12,", "\"capacity\": 12, \"capacity\": 13,", "duplicate-property /slots/0/capacity")]
    [InlineData("\"en\": \"Clay\"", "\"en\": \"\\ud83c\"", "text-control /slots/0/title/en")]
    [InlineData("\"en\": \"Clay\"", "\"en\": \"\\udc00\\ud800\"", "text-control /slots/0/title/en")]
    [InlineData("\"id\": \"clay\"", "\"id\": \"\\ud800\"", "text-control /slots/0/id")]
    [InlineData("\"ageFrom\": 12,", "\"ageFrom\": 12, \"a/b~c\": 1,", "unknown-property /slots/0/a~1b~0c")]
    [InlineData("\"ageFrom\": 12,", "\"ageFrom\": 12, \"\\ud800\": 1,", "unknown-property /slots/0/\uFFFD")]
    public void What_only_characters_can_say_is_told_too(string good, string bad, string mistake) =>
        Assert.Equal([mistake], SmallFestival.Read(SmallFestival.Instead(good, bad)).Mistakes.Select(told => $"{told.Code} {told.Place}"));

    [Theory]
    [InlineData("/name/en", ProgrammeLimits.NameLengthMax)]
    [InlineData("/text/en", ProgrammeLimits.FestivalTextLengthMax)]
    [InlineData("/place/en", ProgrammeLimits.LineLengthMax)]
    [InlineData("/organizer/en", ProgrammeLimits.LineLengthMax)]
    [InlineData("/days/0/name/en", ProgrammeLimits.NameLengthMax)]
    [InlineData("/kinds/0/name/en", ProgrammeLimits.NameLengthMax)]
    [InlineData("/venues/0/name/en", ProgrammeLimits.NameLengthMax)]
    [InlineData("/venues/0/where/en", ProgrammeLimits.LineLengthMax)]
    [InlineData("/venues/0/accessibility/en", ProgrammeLimits.SummaryLengthMax)]
    [InlineData("/doors/0/name/en", ProgrammeLimits.NameLengthMax)]
    [InlineData("/slots/0/title/en", ProgrammeLimits.TitleLengthMax)]
    [InlineData("/slots/0/summary/en", ProgrammeLimits.SummaryLengthMax)]
    [InlineData("/slots/0/community/en", ProgrammeLimits.NameLengthMax)]
    public void A_text_has_a_longest_length_in_characters(string place, int lengthMax)
    {
        string Clefs(int count) => $"\"{string.Concat(Enumerable.Repeat("𝄞", count))}\"";
        Assert.Empty(SmallFestival.Read(SmallFestival.With(place, Clefs(lengthMax))).Mistakes);
        Assert.Equal([$"text-too-long {place}"], SmallFestival.Read(SmallFestival.With(place, Clefs(lengthMax + 1))).Mistakes.Select(told => $"{told.Code} {told.Place}"));
    }

    [Theory]
    [InlineData("days", "{ \"date\": \"2027-11-01\" }", ProgrammeLimits.DaysMax)]
    [InlineData("kinds", "{}", ProgrammeLimits.KindsMax)]
    [InlineData("venues", "{}", ProgrammeLimits.VenuesMax)]
    [InlineData("doors", "{}", ProgrammeLimits.DoorsMax)]
    [InlineData("slots", "{}", ProgrammeLimits.SlotsMax)]
    public void A_list_has_a_longest_length(string list, string item, int max)
    {
        bool TooMany(int count) => SmallFestival.Read(SmallFestival.With($"/{list}", $"[{string.Join(',', Enumerable.Repeat(item, count))}]"))
            .Mistakes.Any(mistake => mistake is { Kind: MistakeKind.TooMany } && mistake.Place == $"/{list}");
        Assert.False(TooMany(max));
        Assert.True(TooMany(max + 1));
    }

    [Theory]
    [InlineData("/slots/1/sumary", "1", "Did you mean 'summary'?")]
    [InlineData("/slots/1/signupOpens", "1", "Did you mean 'signUpOpens'?")]
    [InlineData("/slots/1/agefrom", "12", "Did you mean 'ageFrom'?")]
    [InlineData("/slots/0/venue", "\"worksop\"", "Did you mean 'workshop'?")]
    [InlineData("/slots/0/kind", "\"masterclass\"", "Did you mean 'master-class'?")]
    [InlineData("/slots/0/kind", "\"opera\"", null)]
    public void A_near_word_is_suggested(string place, string value, string? suggestion)
    {
        var sentence = Assert.Single(SmallFestival.Read(SmallFestival.With(place, value)).Mistakes).Sentence;
        if (suggestion is null)
            Assert.DoesNotContain("Did you mean", sentence);
        else
            Assert.EndsWith(suggestion, sentence);
    }

    [Fact]
    public void A_mistake_is_one_line_fit_for_a_terminal()
    {
        var mistake = Assert.Single(SmallFestival.Read(SmallFestival.With("/slots/0/venue", "\"\\u001b[31m\\n\\u202eevil\"")).Mistakes);
        Assert.Equal(@"112:16 /slots/0/venue unknown-venue: '\u001b[31m\u000a\u202eevil' is not in the file.", $"{mistake}");
    }

    [Fact]
    public void Only_one_day_moves_to_the_present()
    {
        var file = SmallFestival.Json.Replace("\"name\": { \"kk\": \"Аула\"", "\"sample\": true, \"name\": { \"kk\": \"Аула\"", StringComparison.Ordinal)
            .Replace("{ \"date\":", "{ \"aroundNow\": true, \"date\":", StringComparison.Ordinal);
        Assert.Equal(["around-now-twice /days/1/aroundNow"], SmallFestival.Read(file).Mistakes.Select(told => $"{told.Code} {told.Place}"));
    }

    [Fact]
    public void The_day_that_moves_has_exactly_one_slot()
    {
        var file = SmallFestival.Instead("\"name\": { \"kk\": \"Аула\"", "\"sample\": true, \"name\": { \"kk\": \"Аула\"");
        string Told(string old) => string.Join(' ', SmallFestival.Read(file.Replace(old, "\"aroundNow\": true, " + old, StringComparison.Ordinal)).Mistakes.Select(told => $"{told.Code} {told.Place}"));
        Assert.Equal("", Told("\"date\": \"2027-10-31\""));
        Assert.Equal("around-now-slots /days", Told("\"date\": \"2027-03-28\""));
    }

    [Fact]
    public void Every_kind_of_mistake_is_tried_here()
    {
        var source = typeof(ProgrammeMistakeTests).GetMethods()
            .SelectMany(method => method.GetCustomAttributesData())
            .SelectMany(attribute => attribute.ConstructorArguments)
            .SelectMany(Strings).Select(text => text.Split(' ')[0]).ToHashSet();
        string[] elsewhere = ["too-big", "not-utf8", "too-deep", "text-too-long", "around-now-twice", "around-now-slots"];
        Assert.Equal([], Enum.GetValues<MistakeKind>().Select(kind => new ProgrammeMistake(kind, "", 1, 1, "").Code).Except(source).Except(elsewhere));
    }

    private static IEnumerable<string> Strings(System.Reflection.CustomAttributeTypedArgument argument) => argument.Value switch
    {
        string text => [text],
        IEnumerable<System.Reflection.CustomAttributeTypedArgument> list => list.SelectMany(Strings),
        _ => [],
    };

    private static void AssertAlone(string code, int line, ProgrammeReading reading)
    {
        Assert.Null(reading.Programme);
        var mistake = Assert.Single(reading.Mistakes);
        Assert.Equal((code, "", line), (mistake.Code, mistake.Place, mistake.Line));
    }
}
