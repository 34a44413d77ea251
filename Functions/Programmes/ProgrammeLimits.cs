namespace Esik.Programmes;

/// <summary>How large a festival file and its values may be; all inclusive. The schema says the same, and a test compares them.</summary>
public static class ProgrammeLimits
{
    public const int FileBytesMax = 2 * 1024 * 1024;
    public const int DepthMax = 12;

    public const int DaysMax = 31;
    public const int KindsMax = 50;
    public const int VenuesMax = 100;
    public const int DoorsMax = 100;
    public const int SlotsMax = 1000;

    // Texts are counted in Unicode characters, as the schema counts them.
    public const int IdLengthMax = 40;
    public const int NameLengthMax = 80;
    public const int TitleLengthMax = 120;
    public const int LineLengthMax = 200;
    public const int SummaryLengthMax = 800;
    public const int FestivalTextLengthMax = 2000;
    public const int ContactLengthMax = 254;

    public const int RetentionDaysMin = 1;
    public const int RetentionDaysMax = 365;
    public const int RetentionDaysDefault = 30;

    public const int CapacityMin = 1;
    public const int CapacityMax = 100_000;
    public const int PartyMaxMin = 1;
    public const int PartyMaxMax = 6;
    public const int AgeFromMin = 0;
    public const int AgeFromMax = 99;

    public const int SlotHoursMax = 24;
    public const int DoorOpensBeforeMinutesMax = 24 * 60;
    public const int DoorOpensBeforeMinutesDefault = 30;
    public const int DoorClosesAfterMinutesMax = 12 * 60;
    public const int DoorClosesAfterMinutesDefault = 0;

    public const int YearMin = 2000;
    public const int YearMax = 2100;
}
