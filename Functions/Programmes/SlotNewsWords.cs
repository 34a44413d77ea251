namespace Esik.Programmes;

/// <summary>What an import does to a slot, for the command line.</summary>
public static class SlotNewsWords
{
    public static string Of(SlotNews news) => news switch
    {
        SlotNews.Added => "added",
        SlotNews.Removed => "removed",
        SlotNews.Cancelled => "cancelled",
        SlotNews.Revived => "takes place after all",
        SlotNews.TimeMoved => "another time",
        SlotNews.VenueChanged => "another venue",
        SlotNews.CapacityRaised => "more places",
        SlotNews.CapacityLowered => "fewer places",
        SlotNews.EntranceOpened => "entrance is open now",
        SlotNews.EntranceLimited => "places have to be taken now",
        SlotNews.SignUpChanged => "another sign-up",
        SlotNews.WaitlistChanged => "other rules of the waiting list",
        SlotNews.DoorWindowChanged => "another door window",
        SlotNews.TextsChanged => "other texts",
    };
}
