using FaceAuth.Store.Accounts;

namespace FaceAuth.Signaling.Accounts;

/// <summary>A signed-in user who gave the right password; the turn is theirs until this is disposed of.</summary>
internal sealed class PasswordProof(FaceAuthUser user, IDisposable turn) : IDisposable
{
    /// <summary>As the account was when the password was tried.</summary>
    public FaceAuthUser User => user;

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
