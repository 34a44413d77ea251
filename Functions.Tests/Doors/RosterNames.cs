namespace Esik.Doors.Tests;

/// <summary>Names as a festival of the city has them, for measuring.</summary>
internal static class RosterNames
{
    private static readonly string[] First =
    [
        "Айгүл", "Әсел", "Нұрсұлтан", "Дана", "Ерлан", "Айгерім", "Бауыржан", "Гүлнәр", "Жұлдыз", "Қанат", "Мадина", "Олжас", "Сәуле", "Тимур", "Ұлжан", "Шыңғыс", "Алихан", "Дінмұхамед", "Інжу", "Роза",
    ];

    private static readonly string[] Last =
    [
        "Әбенова", "Тұрсынбеков", "Нұрмағамбетова", "Ким", "Сейітова", "Қасымов", "Жақсылықова", "Оспанов", "Бекмұратова", "Ахметов", "Иванова", "Сүлейменов", "Ержанова", "Мұқанов", "Дәулетова", "Ли",
        "Смағұлов", "Қожахметова", "Байжанов", "Төлегенова",
    ];

    public static string Of(int number) => $"{First[number % First.Length]} {Last[number / First.Length % Last.Length]}";
}
