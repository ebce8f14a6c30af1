using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Conduct;

/// <summary>Judges whether a client is what it says it is.</summary>
/// <remarks>
/// A new version of a browser changes a trait or two, and is then unknown; only who lacks half of them is another program. Whoever drives
/// a real browser passes.
/// </remarks>
internal static class ClientIdentity
{
    const double Agrees = 0.75, Differs = 0.5, Names = 0.8;

    /// <summary>The family whose traits it has; <see cref="ClientFamily.Unknown"/> where none fits well.</summary>
    internal static ClientFamily FamilyOf(ClientFeatures client)
    {
        var (best, share) = (ClientFamily.Unknown, Names);
        foreach (var family in FamilyTable.All)
        {
            var fit = Math.Min(family.HelloShare(client) ?? 0, family.OfferShare(client));
            if (fit >= share) (best, share) = (family.Family, fit);
        }

        return best;
    }

    /// <summary>What the signal says.</summary>
    internal static PeerSign Judge(ClientFeatures client, ClaimedBrowser claimed)
    {
        if (claimed == ClaimedBrowser.None || client.Hello is null) return PeerSign.Unknown;
        if (claimed == ClaimedBrowser.WebKit)
        {
            // nobody has looked at one here: only who is surely another program is told
            return FamilyOf(client) is ClientFamily.Unknown or ClientFamily.Chromium ? PeerSign.Unknown : PeerSign.Raised;
        }

        var wanted = claimed == ClaimedBrowser.Chromium ? ClientFamily.Chromium : ClientFamily.Firefox;
        var family = FamilyTable.All.First(one => one.Family == wanted);
        var (hello, offer) = (family.HelloShare(client) ?? 0, family.OfferShare(client));
        if (hello <= Differs || offer <= Differs || client.SendsAgreed == false) return PeerSign.Raised;
        return hello >= Agrees && offer >= Agrees && client.SendsAgreed == true ? PeerSign.Clear : PeerSign.Unknown;
    }
}
