using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>What owners are called: a relying party by its name, an account by its user's.</summary>
internal sealed class Owners(IRelyingPartyStore parties, IAccountDirectory accounts)
{
    const int Most = 1000;   // of a page

    /// <summary>All relying parties, as owners and by name.</summary>
    public async Task<IReadOnlyList<(string Owner, string Name)>> PartiesAsync()
    {
        List<(string, string Name)> all = [];
        Guid? last = null;
        do
        {
            var page = await parties.ListAsync(last, Most, CancellationToken.None);
            all.AddRange(page.Parties.Select(one => (Caller.OwnerOfRelyingParty(one.Party.Id), one.Party.Name)));
            last = page.Last;
        }
        while (last is not null);
        return [.. all.OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>All relying parties by name.</summary>
    public async Task<IReadOnlyList<string>> PartyNamesAsync() => [.. (await PartiesAsync()).Select(one => one.Name)];

    /// <summary>Names of some owners; who is gone has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> owners)
    {
        var names = new Dictionary<string, string>();
        foreach (var owner in owners.Distinct())
            if (await NameAsync(owner) is { } name) names[owner] = name;
        return names;
    }

    async Task<string?> NameAsync(string owner)
    {
        if (Caller.UserOf(owner) is { } user) return (await accounts.FindAsync(user, CancellationToken.None))?.Name;
        return Caller.RelyingPartyOf(owner) is { } party ? (await parties.FindAsync(party, CancellationToken.None))?.Name : null;
    }
}
