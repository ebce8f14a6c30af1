using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Conduct;

/// <summary>What one family does.</summary>
/// <param name="Family">Which.</param>
/// <param name="Hello">In its ClientHello.</param>
/// <param name="Offer">In its offer.</param>
internal sealed record FamilyTraits(ClientFamily Family, FamilyTrait<ClientHello>[] Hello, FamilyTrait<OfferTraits>[] Offer)
{
    /// <summary>Share of the ClientHello's traits that hold, 0–1; null without one.</summary>
    internal double? HelloShare(ClientFeatures client) =>
        client.Hello is { } hello ? (double)Hello.Count(trait => trait.Holds(hello)) / Hello.Length : null;

    /// <summary>Share of the offer's traits that hold, 0–1.</summary>
    internal double OfferShare(ClientFeatures client) => (double)Offer.Count(trait => trait.Holds(client.Offer)) / Offer.Length;

    /// <summary>Names of those that do not hold, for people.</summary>
    internal IEnumerable<string> Lacking(ClientFeatures client) =>
    [
        .. Hello.Where(trait => client.Hello is { } hello && !trait.Holds(hello)).Select(trait => "hello: " + trait.Name),
        .. Offer.Where(trait => !trait.Holds(client.Offer)).Select(trait => "offer: " + trait.Name),
    ];
}

/// <summary>One trait.</summary>
/// <param name="Name">For people.</param>
/// <param name="Holds">Whether it is there.</param>
internal sealed record FamilyTrait<T>(string Name, Func<T, bool> Holds);
