using System.Runtime.InteropServices;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pgvector;

namespace FaceAuth.Store.Postgres;

/// <summary>What the tables are like on PostgreSQL and not elsewhere.</summary>
internal sealed class PostgresModel(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
{
    public override void Customize(ModelBuilder modelBuilder, DbContext context)
    {
        base.Customize(modelBuilder, context);
        // names are compared and ordered by their bytes, as on SQLite, whatever language the database was made for
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            if (property.ClrType == typeof(string)) property.SetCollation("C");

        // which transaction wrote a change says in which snapshots it is to be seen
        modelBuilder.Entity<ChangeRow>(change =>
        {
            change.Property<ulong>(PostgresChanges.Transaction).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
            change.HasIndex(PostgresChanges.Transaction);
        });

        // no length: that of a model's vectors is looked after by the store, and models of several lengths lie in one table
        modelBuilder.Entity<TemplateRow>().Property(t => t.Protected)
            .HasColumnType("vector").HasConversion<VectorConverter, BytesComparer>();
    }

    internal sealed class BytesComparer() : ValueComparer<byte[]>(
        (one, other) => AreEqual(one, other), bytes => bytes.Length, bytes => bytes.ToArray())
    {
        static bool AreEqual(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);
    }

    internal sealed class VectorConverter() : ValueConverter<byte[], Vector>(
        bytes => ToVector(bytes), vector => ToBytes(vector))
    {
        static Vector ToVector(byte[] bytes) => new(MemoryMarshal.Cast<byte, float>(bytes).ToArray());

        static byte[] ToBytes(Vector vector) => MemoryMarshal.AsBytes(vector.Memory.Span).ToArray();
    }
}
