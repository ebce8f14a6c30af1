using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Admin.Subjects;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Admin;

/// <summary>Whatever a circuit says of itself, the account decides: an act that was forged is refused behind the page.</summary>
public sealed class ConsoleGateTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    [Fact]
    public async Task An_auditor_whose_circuit_says_that_it_is_an_admin_erases_nobody()
    {
        var (circuit, _) = await CircuitAsync("otto", AccountRole.Auditor);
        await using var open = circuit;
        var subject = await SubjectAsync();
        var gate = circuit.ServiceProvider.GetRequiredService<ConsoleGate>();
        var looks = circuit.ServiceProvider.GetRequiredService<SubjectLooks>();

        var forged = await gate.DoAsync(Policies.Admin, staff => looks.EraseAsync(staff, subject.Id));

        Assert.Equal(Refusals.Forbidden, forged.Refusal);
        Assert.NotNull(await StoreOf<ISubjectStore>().FindAsync(subject.Id, CancellationToken.None));
    }

    [Fact]
    public async Task An_admin_erases_in_their_own_name_and_from_their_own_address()
    {
        var (circuit, id) = await CircuitAsync("ada", AccountRole.Admin);
        await using var open = circuit;
        var subject = await SubjectAsync();
        var gate = circuit.ServiceProvider.GetRequiredService<ConsoleGate>();
        var looks = circuit.ServiceProvider.GetRequiredService<SubjectLooks>();

        var erased = await gate.DoAsync(Policies.Admin, staff => looks.EraseAsync(staff, subject.Id));

        Assert.True(erased.TryGet(out var receipt, out _));
        Assert.Equal(3, receipt.Split('.').Length);
        var entry = (await StoreOf<IAuditLog>().RecentAsync(null, 1, CancellationToken.None, withOrigins: true)).Single();
        Assert.Equal(("subject.erased", $"user:{id}", "192.0.2.7"), (entry.Action, entry.Actor, entry.Origin?.Address));
        Assert.Equal("operator", StaffScope.Actor);   // nothing of it stays behind the gate
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_sees_nothing_more()
    {
        var (circuit, id) = await CircuitAsync("ada", AccountRole.Admin);
        await using var open = circuit;
        await StoreOf<ISignInStore>().EndAllAsync(id, CancellationToken.None);

        var looked = await circuit.ServiceProvider.GetRequiredService<ConsoleGate>().LookAsync(_ => Task.FromResult(1));

        Assert.Equal("token_invalid", looked.Refusal?.Code);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>A circuit of an account, which says that it is an admin's whatever the account is.</summary>
    async Task<(AsyncServiceScope Circuit, Guid User)> CircuitAsync(string name, AccountRole role)
    {
        using var client = await _host.StaffAsync(name, role);
        var account = await client.GetFromJsonAsync<JsonElement>("/v1/account");
        var user = account.GetProperty("id").GetGuid();
        var signIn = (await StoreOf<ISignInStore>().ListAsync(user, CancellationToken.None))[0].Id;
        var circuit = _host.Services.CreateAsyncScope();
        var states = (IHostEnvironmentAuthenticationStateProvider)
            circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var claims = ConsoleClaims.Make(user, signIn, name, AccountRole.Admin, new("192.0.2.7"));
        states.SetAuthenticationState(Task.FromResult(new AuthenticationState(claims)));
        return (circuit, user);
    }

    async Task<Subject> SubjectAsync() => await StoreOf<ISubjectStore>().GetOrCreateAsync("rp:shop", "customer-1", CancellationToken.None);

    T StoreOf<T>() where T : notnull => _host.Services.GetRequiredService<T>();
}
