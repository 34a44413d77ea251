using FsCheck.Xunit;

namespace Esik.Languages.Tests;

public class FoldedNameTests
{
    // Every spelling on a line is typed by somebody for the same name; each finds all the others.
    [Theory]
    [InlineData("Айгүл", "Айгуль", "Aigul", "Aygül", "Aygul", "Aıgül")]
    [InlineData("Жанна", "Zhanna", "Jana", "Janna", "Dzhanna", "Жана", "Žanna")]
    [InlineData("Қуаныш", "Куаныш", "Kuanysh", "Quanysh", "Qwanış", "Quanyş")]
    [InlineData("Әйгерім", "Айгерим", "Aigerim", "Aygerim", "Äygerim", "Əygerim", "Ayjerim Aigerim")]
    [InlineData("Шыңғыс", "Шынгыс", "Shyngys", "Shynghys", "Şıñğıs", "Shyngis")]
    [InlineData("Ғалым", "Галым", "Galym", "Ghalym", "Ğalım", "Galim")]
    [InlineData("Өмір", "Омир", "Omir", "Ömir", "Omіr")]
    [InlineData("Ұлжан", "Улжан", "Ulzhan", "Uljan", "Ұлжан")]
    [InlineData("Һауа", "Хауа", "Hauа", "Khaua", "Hawa")]
    [InlineData("Хадиша", "Khadisha", "Hadisha", "Xadïşa")]
    [InlineData("Ерлан", "Erlan", "Yerlan", "Ierlan", "ЕРЛАН")]
    [InlineData("Юлия", "Yulia", "Julia", "Iuliia", "Yuliya")]
    [InlineData("Яна", "Yana", "Jana", "Iana")]
    [InlineData("Алёна", "Алена", "Alyona", "Alena", "Aliona")]
    [InlineData("Васильев", "Vasilyev", "Vasiliev", "Vasilev")]
    [InlineData("Татьяна", "Tatiana", "Tatyana", "Tat'yana", "Tat’iana", "Tatʹyana", "Tatjana")]
    [InlineData("Бауыржан", "Бауржан", "Bauyrzhan", "Baurzhan", "Bauyrjan")]
    [InlineData("Асель", "Әсел", "Assel", "Asel", "Äsel")]
    [InlineData("Исхак", "Iskhak", "Ishak", "Исхақ")]
    [InlineData("Цой", "Tsoy", "Tsoi", "Coy")]
    [InlineData("Щукин", "Shchukin", "Schukin", "Shukin")]
    [InlineData("Александр", "Aleksandr", "Alexandr")]
    [InlineData("Таңат", "Танат", "Tanat", "Tangat")]
    [InlineData("Жамиля", "Джамиля", "Jamilya", "Dzhamilya", "Zhamilia", "Djamila")]
    public void Spellings_of_one_name_find_each_other(params string[] spellings)
    {
        foreach (var name in spellings)
        {
            foreach (var typed in spellings.Where(typed => !typed.Contains(' ', StringComparison.Ordinal)))
                Assert.True(Finds(typed, name), $"{typed} does not find {name}");
        }
    }

    [Theory]
    [InlineData("Айгүл Әбенова", "Ай", true)]
    [InlineData("Айгүл Әбенова", "ab", true)]
    [InlineData("Айгүл Әбенова", "абен айг", true)]
    [InlineData("Айгүл Әбенова", "айгүл айгүл", false)]
    [InlineData("Алия Алимова", "ал алия", true)]
    [InlineData("Айгүл Әбенова", "гүл", false)]
    [InlineData("Айгүл Әбенова", "айгүлім", false)]
    [InlineData("Жанна", "Zh", true)]
    [InlineData("Жанна", "Ж", true)]
    [InlineData("Шолпан", "Sh", true)]
    [InlineData("Чингиз", "ch", true)]
    [InlineData("Хасан", "kh", true)]
    [InlineData("Ахмет", "ak", true)]
    [InlineData("Бекхан", "bek", true)]
    [InlineData("Бекхан", "Бек", true)]
    [InlineData("Bekhan", "бек", true)]
    [InlineData("Бауыржан", "bauyrz", true)]
    [InlineData("Анна-Мария", "мари", true)]
    [InlineData("Ольга", "ol", true)]
    [InlineData("Ol’ga", "ольг", true)]
    [InlineData("Даша", "ми", false)]
    [InlineData("Канат", "санат", false)]
    [InlineData("<b>Жанна</b>", "жан", true)]
    [InlineData("А.Б.Серик", "сер", true)]
    [InlineData("李小龙", "李小", true)]
    [InlineData("Room 12", "12", true)]
    [InlineData("Айгүл", "", false)]
    [InlineData("Айгүл", " -!", false)]
    [InlineData("Айгүл", "ь", false)]
    [InlineData("", "ай", false)]
    public void Beginnings_of_words_find_a_name(string name, string typed, bool found) => Assert.Equal(found, Finds(typed, name));

    [Theory]
    [InlineData("Zh", 2)]
    [InlineData("Ж", 1)]
    [InlineData(" а-б ", 2)]
    [InlineData("😀!", 0)]
    public void Letters_count_as_they_were_typed(string typed, int letters) => Assert.Equal(letters, FoldedName.Beginning(typed).Letters);

    [Fact]
    public void Whose_first_word_is_meant_is_told_from_others()
    {
        var typed = FoldedName.Beginning("алим");
        Assert.True(FoldedName.Of("Алимжан Омаров").AnswersFirst(typed));
        Assert.False(FoldedName.Of("Омар Алимжанов").AnswersFirst(typed));
    }

    [Fact]
    public void A_word_of_many_readings_stays_small_and_is_found_all_the_same()
    {
        var many = string.Concat(Enumerable.Repeat("jckhyewx", 50));
        Assert.True(Finds(many, many));
    }

    [Theory]
    [InlineData("xa xx")]
    [InlineData("cck tc")]
    public void A_word_that_may_begin_several_leaves_each_other_word_its_own(string name) => Assert.True(Finds(name, name));

    [Property(MaxTest = 300)]
    public void Any_text_finds_itself_or_has_nothing_to_find(string? text) =>
        Assert.Equal(NameLetters.Words(text ?? "").Any(word => word.Trim('ъ', 'ь').Length > 0), Finds(text ?? "", text ?? ""));

    private static bool Finds(string typed, string name) => FoldedName.Of(name).Answers(FoldedName.Beginning(typed));
}
