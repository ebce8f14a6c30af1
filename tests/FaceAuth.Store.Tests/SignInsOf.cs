using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests;

/// <summary>Sign-ins as tests begin them.</summary>
static class SignInsOf
{
    /// <summary>Begins one of a user as the account is now.</summary>
    public static async Task<SignIn> SignInAsync(
        this StoreUnderTest store, Guid user, string? client, SignInTerms terms, bool byPasskey = false)
    {
        var now = await store.QueryAsync(context => context.Users.AsNoTracking().SingleAsync(one => one.Id == user));
        return (await store.Get<ISignInStore>().BeginAsync(now, client, terms, CancellationToken.None, byPasskey))!;
    }
}
