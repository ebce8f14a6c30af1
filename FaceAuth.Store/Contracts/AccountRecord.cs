using FaceAuth.Store.Accounts;

namespace FaceAuth.Store.Contracts;

/// <summary>An account as those see it who run the server.</summary>
/// <param name="Id">Its id; as an owner it is "user:ID".</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="DisabledAt">UTC; since then nobody signs in to it. Null for not.</param>
public sealed record AccountRecord(Guid Id, string Name, AccountRole Role, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt);
