namespace Esik.Languages.Tests;

public class NameOrderTests
{
    [Fact]
    public void Kazakh_follows_its_own_alphabet()
    {
        string[] ordered = ["Абай", "Айгүл", "Әбен", "Әсел", "Баян", "Галина", "Ғалым", "Ерлан", "Ёлка", "Жанар", "Иван", "Кайрат", "Қайрат", "Лаура", "Нина", "Ңән", "Олжас", "Өмір", "Улан", "Ұлжан", "Үміт", "Фатима", "Хасан", "Һауа", "Цой", "Ырыс", "Інжу", "Эля", "Юля", "Яна", "Aigul", "Zara"];
        Assert.Equal(ordered, Shuffled(ordered).Order(NameOrder.Of(Language.Kazakh)));
    }

    [Fact]
    public void Russian_takes_yo_for_ye_and_puts_latin_last()
    {
        string[] ordered = ["Елена", "Ёлка", "Емеля", "Яна", "Ann"];
        Assert.Equal(ordered, Shuffled(ordered).Order(NameOrder.Of(Language.Russian)));
        Assert.Equal(["Елена", "Емеля", "Ёлка", "Яна", "Ann"], Shuffled(ordered).Order(NameOrder.Of(Language.Kazakh)));
    }

    [Fact]
    public void English_puts_latin_first_and_looks_through_marks()
    {
        string[] ordered = ["2 guests", "Aigul", "Äsel", "Assel", "Zara", "Абай", "Әсел", "李"];
        Assert.Equal(ordered, Shuffled(ordered).Order(NameOrder.Of(Language.English)));
    }

    [Fact]
    public void Words_count_before_letters_and_marks_do_not()
    {
        string[] ordered = ["али б", "Али В", "Алия", "Анна-Мария", "Анна Яна"];
        Assert.Equal(ordered, Shuffled(ordered).Order(NameOrder.Of(Language.Russian)));
    }

    [Fact]
    public void Names_that_look_alike_keep_one_order()
    {
        string[] names = ["асель", "Асель", "Асель!", "АСЕЛЬ"];
        var order = names.Order(NameOrder.Of(Language.Kazakh)).ToList();
        Assert.Equal(order, Shuffled(names).Order(NameOrder.Of(Language.Kazakh)));
    }

    [Theory]
    [InlineData("әсел", Language.Kazakh, "Ә")]
    [InlineData("Ёлка", Language.Kazakh, "Ё")]
    [InlineData("Ёлка", Language.Russian, "Е")]
    [InlineData(" äsel", Language.English, "A")]
    [InlineData("", Language.English, "")]
    [InlineData("—", Language.English, "")]
    public void A_list_has_a_name_under_its_first_letter(string name, Language language, string heading) =>
        Assert.Equal(heading, NameOrder.Of(language).Heading(name));

    private static IEnumerable<string> Shuffled(string[] names) => names.Reverse();
}
