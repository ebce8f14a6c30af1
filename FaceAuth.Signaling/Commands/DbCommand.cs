using System.CommandLine;
using FaceAuth.Store.Relational;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth db</c>: which migrations the database has, applying the rest, backing it up and copying it.</summary>
internal static class DbCommand
{
    public static Command Create()
    {
        var status = new Command("status", "Says where the database is and which migrations it has; 0 when it is up to date.");
        status.SetAction(StatusAsync);
        var migrate = new Command("migrate", "Makes the database or brings it up to date, as a start of the server would.");
        migrate.SetAction(MigrateAsync);
        return new Command("db", "Looks at the database, migrates, backs up, copies and indexes it.")
        {
            status.TakesSettings(), migrate.TakesSettings(), DbCopyCommand.Create().TakesSettings(),
            DbIndexCommand.Create().TakesSettings(), DbBackupCommand.Create().TakesSettings(),
        };
    }

    static Task<int> StatusAsync(ParseResult parsed, CancellationToken cancellation) => StoreCommand.RunAsync(
        parsed,
        _ => { },
        async services =>
        {
            var status = await services.GetRequiredService<StoreInitializer>().LookAsync(cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (status is { Absence: { } absence, Unknown.Count: 0 })
            {
                await output.WriteLineAsync(
                    status.Lack is { } missing ? $"{status.Location} holds no store. {missing} Then run: faceauth db migrate" : absence);
                return 1;
            }

            await output.WriteLineAsync(status.Location);
            foreach (var migration in status.Applied)
                await output.WriteLineAsync($"  {migration}{(status.Unknown.Contains(migration) ? " (of a newer version)" : "")}");
            foreach (var migration in status.Pending) await output.WriteLineAsync($"  {migration} (not applied yet)");
            await output.WriteLineAsync(
                status.Unknown.Count > 0 ? "Written by a newer version: run that one."
                : status.IsPartOfCopy
                    ? "It holds part of a copy that was broken off, and cannot be used. Run the same faceauth db copy again, which goes "
                        + "on there; or empty the database and copy anew."
                : status.Lack is { } lack ? $"{lack} Then run: faceauth db migrate"
                : status.Pending.Count > 0 ? "Not up to date. Run: faceauth db migrate" : "Up to date.");
            return status.Unknown.Count + status.Pending.Count == 0 && !status.IsPartOfCopy ? 0 : 1;
        },
        cancellation,
        StoreOpening.Closed);

    static Task<int> MigrateAsync(ParseResult parsed, CancellationToken cancellation) => StoreCommand.RunAsync(
        parsed,
        _ => { },
        async services =>
        {
            var store = services.GetRequiredService<StoreInitializer>();
            var before = await store.LookAsync(cancellation);
            await store.InitializeAsync(cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                before.Pending.Count == 0 ? $"{before.Location} was up to date."
                : $"{before.Location} is up to date, now with {string.Join(", ", before.Pending)}.");
            return 0;
        },
        cancellation,
        StoreOpening.Closed);
}
