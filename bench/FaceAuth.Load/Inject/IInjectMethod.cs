namespace FaceAuth.Load.Inject;

/// <summary>One way to bring video into a session.</summary>
internal interface IInjectMethod
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, for people.</summary>
    string Purpose { get; }

    /// <summary>Whether it stands for an honest person: then what is raised is a false alarm.</summary>
    bool IsHonest { get; }

    /// <summary>Whom it says to be; null for what it says by itself.</summary>
    string? Agent { get; }

    /// <summary>Why this machine cannot do it; null when it can.</summary>
    Task<string?> FindLackAsync(CancellationToken cancellation);

    /// <summary>Brings video into a session until it is told to stop.</summary>
    Task RunAsync(InjectSession session, CancellationToken cancellation);
}

/// <summary>A session that waits for its offer.</summary>
/// <param name="Id">Its id at the bridge.</param>
/// <param name="Bridge">Takes its offer.</param>
/// <param name="Files">The clip in the forms that programs play.</param>
internal sealed record InjectSession(string Id, InjectBridge Bridge, InjectFiles Files)
{
    /// <summary>Where the offer goes.</summary>
    public string OfferAddress => $"{Bridge.Address}/offer/{Id}";
}
