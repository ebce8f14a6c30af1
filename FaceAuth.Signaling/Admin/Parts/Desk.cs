using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Admin.Parts;

/// <summary>Looks and acts through the gate, each with services of its own: a circuit's would remember rows from hours ago.</summary>
internal sealed class Desk(ConsoleGate gate, IServiceScopeFactory scopes)
{
    /// <summary>Looks at something: for auditors and all below.</summary>
    public Task<Outcome<T>> LookAsync<T>(Func<IServiceProvider, Staff, Task<Outcome<T>>> look) => DoAsync(Policies.Auditor, look);

    /// <summary>Does something that one of <see cref="Policies"/> allows.</summary>
    public Task<Outcome<T>> DoAsync<T>(string policy, Func<IServiceProvider, Staff, Task<Outcome<T>>> act) =>
        gate.DoAsync<T>(policy, async staff =>
        {
            await using var scope = scopes.CreateAsyncScope();
            return await act(scope.ServiceProvider, staff);
        });

    /// <summary>As <see cref="DoAsync{T}"/>, of what has no result; the words of the refusal, null where it is done.</summary>
    public async Task<string?> TryAsync(string policy, Func<IServiceProvider, Staff, Task<Refusal?>> act)
    {
        var done = await DoAsync<bool>(policy, async (services, staff) => await act(services, staff) is { } refusal ? refusal : true);
        return done.Refusal?.Text;
    }

    /// <summary>Whether somebody may: for what is drawn.</summary>
    public Task<bool> MayAsync(string policy) => gate.MayAsync(policy);
}
