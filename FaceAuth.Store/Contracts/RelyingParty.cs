namespace FaceAuth.Store.Contracts;

/// <summary>A service that relies on FaceAuth's verdicts and holds an API key.</summary>
/// <param name="Id">Id; "rp:ID" is its owner name.</param>
/// <param name="Name">Its name, 1–128 characters, unique.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record RelyingParty(Guid Id, string Name, DateTimeOffset CreatedAt);
