using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Shared;

/// <summary>What owners are called: a relying party by its name, an account by its user's.</summary>
internal sealed class Owners(IRelyingPartyStore parties, IAccountDirectory accounts)
{
    const int Most = 1000;

    /// <summary>All relying parties, as owners and by name.</summary>
    public async Task<IReadOnlyList<(string Owner, string Name)>> PartiesAsync()
    {
        var page = await parties.ListAsync(null, Most, CancellationToken.None);
        return [.. page.Parties.Select(one => (Caller.OwnerOfRelyingParty(one.Party.Id), one.Party.Name))
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Names of some owners; who is gone has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(IEnumerable<string> owners)
    {
        var wanted = owners.ToHashSet();
        var names = (await PartiesAsync()).Where(one => wanted.Contains(one.Owner)).ToDictionary(one => one.Owner, one => one.Name);
        foreach (var owner in wanted)
            if (Caller.UserOf(owner) is { } user && await accounts.FindAsync(user, CancellationToken.None) is { } account)
                names[owner] = account.Name;
        return names;
    }
}
