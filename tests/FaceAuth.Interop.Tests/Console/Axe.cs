using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using Microsoft.Playwright;

namespace FaceAuth.Interop.Tests.Console;

/// <summary>Asks axe-core what on a page keeps people out. Its script is pinned by hash in axe/package-lock.json.</summary>
static class Axe
{
    static readonly string Folder = Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Console", "axe");

    static readonly Lazy<Task<string>> Script = new(async () =>
    {
        var file = Path.Combine(Folder, "node_modules", "axe-core", "axe.min.js");
        if (!File.Exists(file)) await Npm.InstallAsync(Folder);
        return await File.ReadAllTextAsync(file);
    });

    /// <summary>What is serious or worse, each with the elements that it is about.</summary>
    public static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        await page.EvaluateAsync(await Script.Value);   // by the browser's tools, and so past the page's policy
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] })");
        return [.. found.GetProperty("violations").EnumerateArray()
            .Where(one => one.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(one => $"{one.GetProperty("id")}: " + string.Join(" | ", one.GetProperty("nodes").EnumerateArray()
                .Take(4).Select(node => $"{node.GetProperty("html")} {node.GetProperty("failureSummary")}")))];
    }
}
