using System.Security.Claims;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>What every look and act of the console passes: the account as it stands now, and the API's own policies.</summary>
/// <remarks>
/// A button that is not drawn is a courtesy; this is the rule. What is done behind it is audited as the account's, with the address that
/// its circuit came from.
/// </remarks>
internal sealed class ConsoleGate(
    AuthenticationStateProvider states, AccountStanding standing, IAuthorizationService rules, IStoreFaults faults,
    SignalingMetrics metrics)
{
    /// <summary>Looks at something: for auditors and all below.</summary>
    public Task<Outcome<T>> LookAsync<T>(Func<Staff, Task<T>> look) =>
        DoAsync<T>(Policies.Auditor, async staff => await look(staff));

    /// <summary>As <see cref="LookAsync{T}(Func{Staff, Task{T}})"/>, where it may be refused.</summary>
    public Task<Outcome<T>> LookAsync<T>(Func<Staff, Task<Outcome<T>>> look) => DoAsync(Policies.Auditor, look);

    /// <summary>Does something that one of <see cref="Policies"/> allows.</summary>
    public async Task<Outcome<T>> DoAsync<T>(string policy, Func<Staff, Task<Outcome<T>>> act)
    {
        var result = await PassAsync(policy, act);
        if (result.Refusal is { } refusal) metrics.Refused(refusal.Code);
        return result;
    }

    /// <summary>Whether somebody may: for what is drawn.</summary>
    public async Task<bool> MayAsync(string policy) =>
        (await rules.AuthorizeAsync((await states.GetAuthenticationStateAsync()).User, null, policy)).Succeeded;

    async Task<Outcome<T>> PassAsync<T>(string policy, Func<Staff, Task<Outcome<T>>> act)
    {
        try
        {
            var before = (await states.GetAuthenticationStateAsync()).User;
            if (ConsoleClaims.Of(before) is not var (user, signIn)) return Refusals.Unauthorized;
            if (!(await standing.OfAsync(user, signIn, CancellationToken.None)).TryGet(out var role, out var refusal)) return refusal;
            var origin = ConsoleClaims.OriginOf(before);
            ClaimsPrincipal now = ConsoleClaims.Make(user, signIn, before.Identity!.Name!, role, origin);
            if (!(await rules.AuthorizeAsync(now, null, policy)).Succeeded) return Refusals.Forbidden;
            var staff = Staff.Of(now)!;
            // both flow with the act, and end with this method
            StaffScope.Take(staff);
            ClientOrigin.Take(origin);
            return await act(staff);
        }
        catch (Exception e) when (faults.Explain(e) is { } fault)
        {
            return StoreFaults.Of(fault);
        }
    }
}
