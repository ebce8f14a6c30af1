using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>The pages of those who run the server, in both themes and as wide as a desk's and a hand's screen.</summary>
[Collection("console")]
public sealed class ConsoleRunLookTests(ConsoleServer server)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 400)]
    [InlineData(ColorScheme.Dark, 400)]
    public async Task No_page_keeps_anybody_out_breaks_its_policy_or_is_wider_than_the_screen(ColorScheme colours, int width)
    {
        var id = await server.MakeAsync($"looked-at-{width}-{colours}", "user");
        using var hook = await server.Server.Http.PostAsJsonAsync("/v1/webhooks", new { url = "https://hooks.example.org/x" });
        var webhook = (await hook.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("webhook").GetProperty("id").GetString();
        using var tested = await server.Server.Http.PostAsync($"/v1/webhooks/{webhook}/test", null);
        using var asked = await server.Operator.PostAsync("/v1/jobs/figures/runs", JsonContent.Create(new { }));
        var run = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        await using var browser = await ConsoleBrowser.OpenAsync(server, colours, width);
        await browser.SignInAsync("ada");
        var found = new List<string>();

        foreach (var path in (string[])
            [
                "accounts", "accounts?make=1", "accounts?find=nobody-at-all", $"accounts/{id}", "you", "relying-parties",
                "relying-parties/interop?make=1", "webhooks", $"webhooks/interop/{webhook}", "jobs", "jobs/import",
                $"jobs/figures/runs/{run}",
                "attempts", "thresholds", "settings", "settings?find=nothing-at-all",
            ])
        {
            await browser.GoAsync("/admin/" + path);
            if (path == "settings") await AskDoctorAsync(browser.Page);
            found.AddRange((await Axe.SeriousAsync(browser.Page)).Select(one => $"{path}: {one}"));
            if (await browser.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") > 0)
                found.Add($"{path}: too wide");
            await ConsoleLookTests.PictureAsync(browser.Page, $"{path}-{width}-{colours}");
        }

        using var cleaned = await server.Server.Http.DeleteAsync($"/v1/webhooks/{webhook}");
        Assert.Empty(found);
        Assert.Empty(browser.Faults);
    }

    static async Task AskDoctorAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Look now" }).ClickAsync();
        await page.GetByText("is up to date.").WaitForAsync();
    }
}
