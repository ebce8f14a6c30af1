using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Webhooks, jobs, attempts, settings and thresholds.</summary>
[Collection("console")]
public sealed class ConsoleRunTests(ConsoleServer server)
{
    [Fact]
    public async Task A_webhooks_failed_delivery_is_read_and_sent_again()
    {
        var id = await WebhookAsync();
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/webhooks?party=interop");
        Assert.DoesNotContain("a-secret-path", await browser.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await browser.Page.ClickAsync($"a[href$='{id}']");

        await Button(browser.Page, "Send a test").ClickAsync();
        await browser.Page.GetByText("A test waits to be sent.").WaitForAsync();
        await browser.Page.GetByText("webhook.test").First.WaitForAsync();
        await browser.Page.GetByText(", last: ").First.WaitForAsync();   // without loading the page again
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).First.ClickAsync();

        await browser.Page.GetByText("It is sent again, under the same webhook-id.").WaitForAsync();
        foreach (var action in new[] { "webhook.test", "webhook.redelivered" })
        {
            var audit = await server.Operator.GetFromJsonAsync<JsonElement>($"/v1/audit?action={action}&count=1");
            Assert.StartsWith("user:", audit.GetProperty("entries")[0].GetProperty("actor").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_auditor_reads_deliveries_and_sends_none()
    {
        var id = await WebhookAsync();
        using var tested = await server.Server.Http.PostAsync($"/v1/webhooks/{id}/test", null);
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync($"/admin/webhooks/interop/{id}");

        await browser.Page.GetByText("webhook.test").First.WaitForAsync();
        Assert.Equal(0, await browser.Page.Locator("main input[type=checkbox]").CountAsync());
        Assert.Equal(0, await Button(browser.Page, "Send again").CountAsync());
        Assert.Equal(0, await Button(browser.Page, "Delete …").CountAsync());
    }

    [Fact]
    public async Task A_job_is_run_and_watched_until_it_is_done()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/jobs");
        await browser.Page.ClickAsync("a[href$='admin/jobs/retention']");

        await Button(browser.Page, "Run now").ClickAsync();

        await browser.ArriveAsync("/admin/jobs/retention/runs/*");
        await browser.Page.GetByText("succeeded").WaitForAsync();
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "olga", Exact = true }).WaitForAsync();
        using var history = await server.Operator.GetAsync("/v1/jobs/retention/runs");
        var run = (await history.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runs")[0];
        Assert.StartsWith("user:", run.GetProperty("requestedBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_failed_says_why_and_is_asked_for_again()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/jobs/import");
        await browser.Page.GetByText("Set Jobs:ImportDirectory").First.WaitForAsync();

        await browser.Page.GetByLabel("Relying party").FillAsync("interop");
        await browser.Page.GetByLabel("The folder, on the server").FillAsync("/nowhere/at/all");
        await Button(browser.Page, "Run now").ClickAsync();
        await browser.ArriveAsync("/admin/jobs/import/runs/*");
        await Button(browser.Page, "Cancel …").ClickAsync();
        await Button(browser.Page.GetByRole(AriaRole.Dialog), "Cancel the run").ClickAsync();
        await browser.Page.GetByText("cancelled").First.WaitForAsync();
        await Button(browser.Page, "Retry").ClickAsync();

        await Button(browser.Page, "Cancel …").ClickAsync();
        await Button(browser.Page.GetByRole(AriaRole.Dialog), "Cancel the run").ClickAsync();
    }

    [Fact]
    public async Task An_auditor_sees_jobs_and_has_nothing_to_run_them_with()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync("/admin/jobs/retention");

        await browser.Page.GetByText("Its runs, newest first").WaitForAsync();
        Assert.Equal(0, await Button(browser.Page, "Run now").CountAsync());
    }

    [Fact]
    public async Task Who_is_free_already_and_who_is_not_there_are_told()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/attempts");

        await browser.Page.GetByLabel("User name").FillAsync("nobody-at-all");
        await Button(browser.Page, "Free them").ClickAsync();
        await browser.Page.GetByText("There is no account of that name.").WaitForAsync();
        await browser.Page.GetByLabel("User name").FillAsync("uli");
        await Button(browser.Page, "Free them").ClickAsync();
        await browser.Page.GetByText("Freed:").WaitForAsync();
        await browser.Page.GetByLabel("User name").FillAsync("ada");   // an admin, whom an operator does not reach
        await Button(browser.Page, "Free them").ClickAsync();

        await browser.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "admin" }).WaitForAsync();
    }

    [Fact]
    public async Task Settings_say_where_they_come_from_and_no_secret_and_the_doctor_is_asked()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");

        await browser.GoAsync("/admin/settings?from=said");

        var text = await browser.Page.InnerTextAsync("main");
        Assert.Contains("Operator:Key", text, StringComparison.Ordinal);
        Assert.DoesNotContain("an operator's key of", text, StringComparison.Ordinal);
        Assert.Contains("environment", text, StringComparison.Ordinal);
        Assert.Contains("command line", text, StringComparison.Ordinal);
        await Button(browser.Page, "Look now").ClickAsync();
        await browser.Page.GetByText("is up to date.").WaitForAsync();
    }

    [Fact]
    public async Task Thresholds_name_their_measurement_and_the_slider_says_what_another_would_do()
    {
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("otto");

        await browser.GoAsync("/admin/thresholds?at=0.62");

        Assert.True(await browser.Page.Locator("td[data-label='Comes from']").CountAsync() > 5);
        await browser.Page.GetByText("At 0.620").WaitForAsync();
        Assert.Equal(2, await browser.Page.Locator("svg.curve path").CountAsync());
        var before = await browser.Page.Locator("td[data-label='At 0.620']").First.InnerTextAsync();
        await browser.Page.GetByRole(AriaRole.Slider).FillAsync("0.3");
        await browser.Page.GetByText("Link to 0.300").WaitForAsync();
        Assert.NotEqual(before, await browser.Page.Locator("td[data-label='At 0.300']").First.InnerTextAsync());
    }

    [Fact]
    public async Task A_locked_face_is_listed_and_freed_and_an_auditor_only_sees_it()
    {
        var subject = await LockedAsync("who-is-locked");
        await using var watching = await ConsoleBrowser.OpenAsync(server);
        await watching.SignInAsync("otto");
        await watching.GoAsync("/admin/attempts");
        await watching.Page.WaitForSelectorAsync($"a[href$='{subject}']");
        Assert.Equal(0, await watching.Page.Locator("main input").CountAsync());
        await using var browser = await ConsoleBrowser.OpenAsync(server);
        await browser.SignInAsync("olga");
        await browser.GoAsync("/admin/attempts");
        await browser.Page.GetByText("altered from outside").WaitForAsync();

        await browser.Page.GetByLabel("Choose Subject").CheckAsync();
        await Button(browser.Page, "Free them …").ClickAsync();
        await Button(browser.Page.GetByRole(AriaRole.Dialog), "Free").ClickAsync();

        await browser.Page.GetByText("Freed:").WaitForAsync();
        Assert.Equal(0, await browser.Page.Locator($"a[href$='{subject}']").CountAsync());
    }

    /// <summary>A subject whose count somebody wrote into the database: it counts as full.</summary>
    async Task<string> LockedAsync(string name)
    {
        var subject = await server.SubjectAsync(name);
        await using var database = new SqliteConnection($"Data Source={Path.Combine(server.Server.Folder, "faceauth.db")}");
        await database.OpenAsync();
        await using var insert = database.CreateCommand();
        insert.CommandText =
            """
            INSERT INTO FaceAttempts (Id, Scope, Holder, Purpose, Rank, SubjectId, Failures, TriedAt, CountedAt, Authenticator)
            VALUES ($id, 0, $holder, 1, 0, $subject, 12, $at, $at, x'00')
            """;
        insert.Parameters.AddWithValue("$id", Guid.CreateVersion7().ToString().ToUpperInvariant());
        insert.Parameters.AddWithValue("$holder", Guid.Parse(subject).ToString("N"));
        insert.Parameters.AddWithValue("$subject", subject.ToUpperInvariant());
        insert.Parameters.AddWithValue("$at", DateTime.UtcNow.Ticks);
        await insert.ExecuteNonQueryAsync();
        return subject;
    }

    async Task<string> WebhookAsync()
    {
        using var made = await server.Server.Http.PostAsJsonAsync(
            "/v1/webhooks", new { url = "https://hooks.example.org/a-secret-path", events = new[] { "subject.erased" } });
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("webhook").GetProperty("id").GetString()!;
    }

    static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
