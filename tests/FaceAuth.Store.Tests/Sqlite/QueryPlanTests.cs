using System.Text.RegularExpressions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

/// <summary>What an enrolment and a search cost the database does not grow with the gallery.</summary>
public sealed partial class QueryPlanTests
{
    [Fact]
    public async Task A_search_fetches_its_candidates_by_their_primary_key()
    {
        await using var store = await SqliteStore.OpenAsync();
        var (subject, face) = await EnrolAsync(store);
        await store.Templates.NearestAsync("rp:1", Model, face, 1, Cancellation);   // loads the index, which reads all
        var before = store.Log.Lines.Count;

        var found = await store.Templates.NearestAsync("rp:1", Model, face, 1, Cancellation);

        Assert.Equal(subject, Assert.Single(found).SubjectId);
        var plans = Plans(store, before);
        Assert.Contains(plans, plan => plan.Contains("SEARCH t USING INDEX sqlite_autoindex_Templates_1 (Id=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.StartsWith("SCAN t", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.Contains("ModelId", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_enrolment_reads_one_row_of_the_model_and_the_subjects_own()
    {
        await using var store = await SqliteStore.OpenAsync();
        await EnrolAsync(store);
        var before = store.Log.Lines.Count;

        await EnrolAsync(store);

        var queries = Statements(store, before).Where(sql => sql.Contains("\"Templates\"", StringComparison.Ordinal)).ToList();
        Assert.Contains(queries, sql => sql.Contains("\"t\".\"Dimension\"", StringComparison.Ordinal));
        // by the model alone only with a limit of one row, which no further condition keeps from being the first
        var ofTheModel = queries.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal))
            .Where(sql => !sql.Contains("SubjectId", StringComparison.Ordinal));
        Assert.All(ofTheModel, sql =>
        {
            Assert.EndsWith("LIMIT 1", sql.Trim(), StringComparison.Ordinal);
            Assert.DoesNotContain("AND", sql, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(Plans(store, before), plan => plan.StartsWith("SCAN t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_is_found_by_one_look_up_and_a_page_is_read_in_its_order()
    {
        await using var store = await SqliteStore.OpenAsync();
        var (subject, _) = await EnrolAsync(store);
        var before = store.Log.Lines.Count;

        await store.Subjects.FindAsync("rp:1", "somebody", Cancellation);
        await store.Subjects.ListAsync("rp:1", subject, 10, Cancellation);
        await using (var scope = store.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync("ada");

        var plans = Plans(store, before);
        Assert.Equal(3, Statements(store, before).Count);
        Assert.Contains(plans, plan => plan.Contains("IX_Subjects_Owner_NameHash (Owner=? AND NameHash=?)", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("IX_Subjects_Owner_Id (Owner=? AND Id>?)", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("UserNameIndex (NameHash=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.Contains("ORDER BY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_sessions_is_read_in_its_order()
    {
        await using var store = await SqliteStore.OpenAsync();
        var (subject, _) = await EnrolAsync(store);
        var before = store.Log.Lines.Count;

        await store.Sessions.ListAsync(new("rp:1"), Guid.CreateVersion7(), 10, Cancellation);
        await store.Sessions.ListAsync(new(SubjectId: subject), null, 10, Cancellation);

        var plans = Plans(store, before);
        Assert.Contains(plans, plan => plan.Contains("IX_Sessions_Owner_Id (Owner=? AND Id<?)", StringComparison.Ordinal));
        Assert.Contains(plans, plan => plan.Contains("IX_Sessions_SubjectId_Id (SubjectId=?)", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.DoesNotContain(plans, plan => plan.Contains("ORDER BY", StringComparison.Ordinal));
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static async Task<(Guid Subject, float[] Face)> EnrolAsync(SqliteStore store)
    {
        var face = Random(new Random(3), 128);
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", Guid.NewGuid().ToString(), Cancellation)).Id;
        await store.Templates.AddAsync(subject, [new FaceTemplate(Model, face, 0.9f)], Cancellation);
        return (subject, face);
    }

    static List<string> Plans(SqliteStore store, int from) => [.. Statements(store, from)
        .Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal)).SelectMany(sql => Explain(store, sql))];

    static IEnumerable<string> Explain(SqliteStore store, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={store.DatabasePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // what the store itself has just run
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct()) command.Parameters.AddWithValue(name, "x");
        using var rows = command.ExecuteReader();
        while (rows.Read()) yield return rows.GetString(3);
    }

    static List<string> Statements(SqliteStore store, int from) => [.. store.Log.Lines.Skip(from)
        .Select(line => Executed().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value.Trim())];

    [GeneratedRegex(@"Executed DbCommand [^\n]*\n(.*)", RegexOptions.Singleline)]
    private static partial Regex Executed();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();
}
