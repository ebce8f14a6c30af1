using System.Net;
using System.Net.Http.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Sessions;

/// <summary>Nor does a password together with a hand in the database, but no master key.</summary>
public sealed class AlteredEnrolmentsTests : IAsyncLifetime
{
    static readonly object Enroll = new { purpose = "enroll" };

    readonly HostApplication _host = new();
    HttpClient _user = null!;

    [Theory]
    [InlineData("UPDATE Users SET FaceSubject = NULL", 403, "enroll_needs_proof")]
    [InlineData("UPDATE Users SET MayEnrolUntil = 3000000000000000000", 403, "enroll_needs_proof")]
    [InlineData("UPDATE SignIns SET PasskeyAt = CreatedAt", 401, "token_invalid")]
    public async Task Who_erased_the_face_gets_no_proof_by_writing_one(string sql, int status, string code)
    {
        (await _user.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();

        await SqlAsync(sql);

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);
        await answer.AssertProblemAsync((HttpStatusCode)status, code);
        Assert.Contains(await _host.Audit.RecentAsync("system", 10, default), entry => entry.Action == "store.row_altered");
    }

    [Theory]
    [InlineData("DELETE FROM Templates")]
    [InlineData("DELETE FROM Subjects")]
    [InlineData("UPDATE Subjects SET Owner = 'user:nobody'")]
    [InlineData("UPDATE Subjects SET NameHash = randomblob(32)")]
    public async Task Who_takes_the_face_out_of_the_database_puts_no_other_there(string sql)
    {
        await SqlAsync(sql);

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    [Fact]
    public async Task Who_writes_down_that_a_face_was_altered_leaves_it_enrolled()
    {
        await SqlAsync("INSERT INTO AlteredRows (Kind, RowId, Number, FoundAt) SELECT 0, Id, 0, 0 FROM Templates");

        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "already_enrolled");
    }

    [Fact]
    public async Task A_person_whose_face_was_altered_enrolls_anew_once_an_operator_lets_them()
    {
        await SqlAsync("DELETE FROM Templates");
        await SqlAsync("UPDATE Users SET FaceSubject = NULL");
        var user = await QueryAsync(context => context.Users.Select(u => u.Id).SingleAsync());

        await _host.Services.GetRequiredService<IFaceMarks>().LetEnrolAsync(user, _host.Clock.GetUtcNow().AddHours(1), default);

        await _host.EnrollAsync(_user, null);
        (await _user.DeleteAsync("/v1/subjects/me")).EnsureSuccessStatusCode();
        using var answer = await _user.PostAsJsonAsync("/v1/sessions", Enroll);
        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "enroll_needs_proof");
    }

    public async ValueTask InitializeAsync()
    {
        _user = await _host.UserAsync();
        await _host.EnrollAsync(_user, null);
    }

    public async ValueTask DisposeAsync()
    {
        _user.Dispose();
        await _host.DisposeAsync();
    }

    Task<int> SqlAsync(string sql) => QueryAsync(context => context.Database.ExecuteSqlRawAsync(sql));

    async Task<T> QueryAsync<T>(Func<FaceAuthDbContext, Task<T>> query)
    {
        await using var context = await _host.Services.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync();
        return await query(context);
    }
}
