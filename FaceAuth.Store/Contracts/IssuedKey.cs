namespace FaceAuth.Store.Contracts;

/// <summary>A new API key, which is shown only here.</summary>
/// <param name="Party">Whose it is.</param>
/// <param name="ApiKey">The key itself.</param>
/// <param name="Record">What is kept of it.</param>
public sealed record IssuedKey(RelyingParty Party, string ApiKey, KeyRecord Record)
{
    /// <summary>Whose it is, and the key itself.</summary>
    public void Deconstruct(out RelyingParty party, out string apiKey) => (party, apiKey) = (Party, ApiKey);

    /// <summary>Never prints the key.</summary>
    public override string ToString() => $"IssuedKey {{ Id = {Record.Id} }}";
}
