using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace FaceAuth.Store.Copying;

/// <summary>Copies one table, in the order of its primary key, and reads it back.</summary>
internal abstract class TableCopy
{
    public static TableCopy Of(
        IEntityType type, FaceAuthDbContext source, IDbContextFactory<FaceAuthDbContext> destination, Action<CopyProgress> progress) =>
        (TableCopy)Activator.CreateInstance(typeof(TableCopy<>).MakeGenericType(type.ClrType), type, source, destination, progress)!;

    /// <summary>Copies what the destination does not have yet.</summary>
    public abstract Task CopyAsync(CancellationToken cancellation);

    /// <summary>Reads both and compares every value.</summary>
    /// <exception cref="StoreException">They differ.</exception>
    public abstract Task VerifyAsync(CancellationToken cancellation);
}

/// <inheritdoc/>
/// <typeparam name="T">The table's rows.</typeparam>
internal sealed class TableCopy<T>(
    IEntityType type, FaceAuthDbContext source, IDbContextFactory<FaceAuthDbContext> destination, Action<CopyProgress> progress) : TableCopy
    where T : class
{
    // rows of one transaction: of templates about 2 MiB
    const int Batch = 500;

    // SQLSTATE class 23, integrity constraint violation
    const string ConstraintClass = "23";

    readonly IReadOnlyList<PropertyInfo> _values = [.. type.GetProperties().Select(property => property.PropertyInfo!)];

    string Table => type.GetTableName()!;

    public override async Task CopyAsync(CancellationToken cancellation)
    {
        var all = await source.Set<T>().LongCountAsync(cancellation);
        var done = await CountAsync(cancellation);
        var rows = Ordered(source.Set<T>().AsNoTracking()).Skip((int)done).AsAsyncEnumerable();
        var batch = new List<T>(Batch);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            batch.Add(row);
            if (batch.Count == Batch) await StoreAsync();
        }

        await StoreAsync();

        async Task StoreAsync()
        {
            if (batch.Count == 0) return;
            await using var context = await destination.CreateDbContextAsync(cancellation);
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            context.Set<T>().AddRange(batch);
            try
            {
                await context.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException fault) when (fault.InnerException is DbException { SqlState: not null } refused
                && refused.SqlState.StartsWith(ConstraintClass, StringComparison.Ordinal))
            {
                throw Differs(done);   // what an earlier run copied are not the first rows of the source any more
            }

            done += batch.Count;
            batch.Clear();
            progress(new(Table, done, all, false));
        }
    }

    public override async Task VerifyAsync(CancellationToken cancellation)
    {
        await using var context = await destination.CreateDbContextAsync(cancellation);
        await using var copies = Ordered(context.Set<T>().AsNoTracking()).AsAsyncEnumerable().GetAsyncEnumerator(cancellation);
        var count = 0L;
        await foreach (var row in Ordered(source.Set<T>().AsNoTracking()).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!await copies.MoveNextAsync() || _values.Any(value => !AreEqual(value.GetValue(row), value.GetValue(copies.Current))))
                throw Differs(count);
            count++;
        }

        if (await copies.MoveNextAsync()) throw Differs(count);
        progress(new(Table, count, count, true));
    }

    StoreException Differs(long row) => new(
        $"Row {row + 1} of table {Table} differs between the two databases: the source was changed between two runs, or the copy was. " +
        "Empty the destination and copy again, with no server on either.");

    async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var context = await destination.CreateDbContextAsync(cancellation);
        return await context.Set<T>().LongCountAsync(cancellation);
    }

    IQueryable<T> Ordered(IQueryable<T> rows)
    {
        var isFirst = true;
        foreach (var property in type.FindPrimaryKey()!.Properties)
        {
            var row = Expression.Parameter(typeof(T));
            var key = Expression.Lambda(Expression.Property(row, property.PropertyInfo!), row);
            var by = Expression.Call(
                typeof(Queryable), isFirst ? nameof(Queryable.OrderBy) : nameof(Queryable.ThenBy), [typeof(T), property.ClrType],
                rows.Expression, Expression.Quote(key));
            rows = rows.Provider.CreateQuery<T>(by);
            isFirst = false;
        }

        return rows;
    }

    static bool AreEqual(object? one, object? other) =>
        one is byte[] bytes ? other is byte[] others && bytes.AsSpan().SequenceEqual(others) : Equals(one, other);
}
