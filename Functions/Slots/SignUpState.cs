namespace Esik.Slots;

/// <summary>Whether one may sign up for a slot at a moment.</summary>
public enum SignUpState
{
    /// <summary>From the opening, included, to the closing, excluded.</summary>
    Open,

    /// <summary>Before the opening.</summary>
    Soon,

    /// <summary>From the closing, included, to the slot's end, excluded; or open entrance.</summary>
    Closed,

    /// <summary>From the slot's end, included.</summary>
    Over,

    /// <summary>The slot will not happen.</summary>
    Cancelled,
}
