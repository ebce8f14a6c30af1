using System.CommandLine;
using System.Globalization;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth db index</c>: PostgreSQL's indexes for galleries that do not fit into memory.</summary>
internal static class DbIndexCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model")
        {
            Description = "Whose templates to index; without it, the indexes that there are are listed.",
            HelpName = "ID",
        };
        var memory = new Option<int>("--memory-mib")
        {
            Description = "Memory of the server to build it in, mebibytes; about 1500 bytes a template of 512 numbers are needed.",
            DefaultValueFactory = _ => 1024,
            HelpName = "MIB",
        };
        memory.Validators.Add(parsed =>
        {
            if (parsed.GetValueOrDefault<int>() is < 1 or > 1_048_576) parsed.AddError("--memory-mib is 1 to 1 048 576.");
        });
        var drop = new Option<bool>("--drop") { Description = "Drops the model's indexes instead." };
        var command = new Command("index", "Makes the HNSW index of a model's templates, beside running servers.") { model, memory, drop };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(drop) && parsed.GetValue(model) is null) parsed.AddError("--drop needs --model.");
        });
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(
            parsed,
            _ => { },
            services =>
            {
                var indexes = services.GetRequiredService<INearestIndexes>();
                return parsed.GetValue(model) is not { } named ? ListAsync(parsed, indexes, cancellation)
                    : parsed.GetValue(drop) ? DropAsync(parsed, indexes, named, cancellation)
                    : BuildAsync(parsed, indexes, named, parsed.GetValue(memory), cancellation);
            },
            cancellation));
        return command;
    }

    static async Task<int> ListAsync(ParseResult parsed, INearestIndexes indexes, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        foreach (var index in await indexes.ListAsync(cancellation))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{(index.Model == "" ? index.Name : index.Model)}  {index.Bytes >> 20} MiB{WordsOf(index)}"));
        return 0;
    }

    static async Task<int> DropAsync(ParseResult parsed, INearestIndexes indexes, string model, CancellationToken cancellation)
    {
        await parsed.InvocationConfiguration.Output.WriteLineAsync(
            await indexes.DropAsync(model, cancellation) ? "Dropped." : "There was none.");
        return 0;
    }

    static async Task<int> BuildAsync(
        ParseResult parsed, INearestIndexes indexes, string model, int memory, CancellationToken cancellation)
    {
        var error = parsed.InvocationConfiguration.Error;
        var said = "";
        var made = await indexes.BuildAsync(
            model,
            memory,
            (phase, share) =>
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{phase} {(int)(share * 100)} %");
                if (line != said) error.WriteLine(said = line);
            },
            cancellation);
        await error.WriteLineAsync(
            made ? "The index is made; running servers take it within a minute." : "The index is there and of the present transform.");
        return 0;
    }

    static string WordsOf(NearestIndex index) =>
        !index.IsWhole ? "  (not whole: being made, or broken off; then make it again)"
        : index.IsPresent ? "" : "  (of an earlier transform; renewed by a running server)";
}
