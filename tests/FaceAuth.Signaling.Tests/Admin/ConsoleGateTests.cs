using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Admin.Subjects;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Signaling.Webhooks;
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
    public async Task Webhooks_that_the_staff_tries_and_jobs_it_asks_for_are_audited_as_theirs()
    {
        var party = await StoreOf<IRelyingPartyStore>().IssueKeyAsync("shop", CancellationToken.None);
        var owner = Caller.OwnerOfRelyingParty(party.Party.Id);
        var (circuit, id) = await CircuitAsync("olga", AccountRole.Operator);
        await using var open = circuit;
        var gate = circuit.ServiceProvider.GetRequiredService<ConsoleGate>();
        var desk = StoreOf<WebhookDesk>();
        var hook = (await StoreOf<IWebhookStore>().CreateAsync(owner, "https://shop.example.org/hooks", null, default)).Webhook;

        await gate.DoAsync<bool>(Policies.Operator, async staff =>
        {
            Assert.True((await desk.TestAsync(owner, hook.Id, staff.Actor, default)).TryGet(out var sent, out _));
            Assert.Null((await desk.RedeliverAsync(owner, hook.Id, sent.Id, staff.Actor, default)).Refusal);
            await StoreOf<JobRequests>().TryAskAsync(StoreOf<JobCatalog>().Find("figures"), null, "console", default);
            return true;
        });

        var audited = await StoreOf<IAuditLog>().RecentAsync($"user:{id}", 3, CancellationToken.None, withOrigins: true);
        Assert.Equal(["job.requested", "webhook.redelivered", "webhook.test"], audited.Select(entry => entry.Action).Order());
        Assert.All(audited, entry => Assert.Equal("192.0.2.7", entry.Origin?.Address));
    }

    [Fact]
    public async Task A_name_that_several_owners_use_is_asked_about_and_an_id_is_good_for_everybody()
    {
        var subjects = StoreOf<ISubjectStore>();
        List<Guid> found = [];
        foreach (var name in new[] { "shop", "bank" })
        {
            var party = (await StoreOf<IRelyingPartyStore>().IssueKeyAsync(name, CancellationToken.None)).Party;
            found.Add((await subjects.GetOrCreateAsync(Caller.OwnerOfRelyingParty(party.Id), "customer-1", CancellationToken.None)).Id);
        }

        var (circuit, _) = await CircuitAsync("olga", AccountRole.Operator);
        await using var open = circuit;
        var looks = circuit.ServiceProvider.GetRequiredService<SubjectLooks>();
        var (olga, otto) = (new Staff("user:olga", AccountRole.Operator), new Staff("user:otto", AccountRole.Auditor));
        var shop = (await subjects.FindAsync(found[0], CancellationToken.None))!.Owner;

        Assert.Contains("choose the owner", (await looks.FindOneAsync(olga, "customer-1", null)).Refusal!.Text, StringComparison.Ordinal);
        Assert.True((await looks.FindOneAsync(olga, "customer-1", shop)).TryGet(out var one, out _));
        Assert.Equal(found[0], one);
        Assert.Equal("forbidden", (await looks.FindOneAsync(otto, "customer-1", shop)).Refusal?.Code);
        var erased = Guid.CreateVersion7();
        foreach (var staff in new[] { olga, otto })
        {
            Assert.True((await looks.FindOneAsync(staff, erased.ToString(), null)).TryGet(out var id, out _));
            Assert.Equal(erased, id);
        }
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
