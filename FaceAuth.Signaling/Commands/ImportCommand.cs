using System.CommandLine;
using System.Text.Json;
using FaceAuth.Pipeline;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Jobs.Imports;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth import --owner NAME --folder PATH | --csv PATH</c>: runs the job here, where the photos are.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var owner = new Option<string>("--owner") { Description = "The relying party whose subjects they are.", Required = true };
        var folder = new Option<string?>("--folder") { Description = "A folder of photos, each named for its subject." };
        var csv = new Option<string?>("--csv") { Description = "A list of photos: path,subject or path,subject,group." };
        var consent = new Option<string?>("--consent") { Description = "The version of the text that everybody on the photos agreed to." };
        var command = new Command(
            "import", "Enrols a relying party's subjects from photos. What it did stands in a file beside them; run it again to go on.")
            { owner, folder, csv, consent };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed,
            new(parsed.GetValue(owner), Full(parsed.GetValue(folder)), Full(parsed.GetValue(csv)), parsed.GetValue(consent)),
            cancellation));
        return command.TakesSettings();
    }

    static string? Full(string? path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path);

    static async Task<int> RunAsync(ParseResult parsed, ImportRequest request, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        if (request.Folder is null == request.Csv is null)
        {
            await console.Error.WriteLineAsync("Name either --folder or --csv.");
            return 2;
        }

        if (request.Path.Length == 0)
        {
            await console.Error.WriteLineAsync("What is named after --folder or --csv is empty: name a folder or a list.");
            return 2;
        }

        if (string.IsNullOrEmpty(request.Owner))
        {
            await console.Error.WriteLineAsync("What is named after --owner is empty: name a relying party.");
            return 2;
        }

        if (!SessionConsents.IsVersion(request.Consent ?? "-"))
        {
            await console.Error.WriteLineAsync("The version after --consent has 1 to 64 printable ASCII characters.");
            return 2;
        }

        if (JobRequests.FaultOf(ImportJob.Descriptor, JsonElement.Parse(request.Write())) is { } fault)
        {
            await console.Error.WriteLineAsync(fault);
            return 2;
        }

        return await StoreCommand.RunAsync(
            parsed,
            (services, configuration) => services.AddFaceAuthPipeline(configuration).AddConsents().AddJobRunner()
                .AddSingleton(new ImportPlace(true)),
            async services =>
            {
                await services.GetRequiredService<JobRequests>().AuditAsync("job.requested", ImportJob.Descriptor.Name, null, "command");
                var run = await services.GetRequiredService<JobRunner>().RunAsync(
                    ImportJob.Descriptor, null, false, (request.Write(), JobRequests.Operator), cancellation);
                await console.Output.WriteLineAsync(run is null
                    ? "Another import goes on: see faceauth jobs list." : JobsCommand.LineOf(run));
                return run?.State == JobRunState.Succeeded ? 0 : 1;
            },
            cancellation,
            StoreOpening.Made);
    }
}
