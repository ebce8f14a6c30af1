using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FaceAuth.Store.Postgres;

/// <summary>Finds PostgreSQL's migrations among those of this assembly: those of <see cref="PostgresDbContext"/>.</summary>
/// <remarks>EF Core itself goes by the type of the context, which at run time is the same for all engines.</remarks>
internal sealed class PostgresMigrations : IMigrationsAssembly
{
    public PostgresMigrations()
    {
        var own = Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(PostgresDbContext))
            .Select(type => type.GetTypeInfo()).ToList();
        Migrations = own.Where(type => type.IsSubclassOf(typeof(Migration))).OrderBy(IdOf, StringComparer.Ordinal)
            .ToDictionary(IdOf, type => type);
        ModelSnapshot = own.Where(type => type.IsSubclassOf(typeof(ModelSnapshot)))
            .Select(type => (ModelSnapshot)Activator.CreateInstance(type)!).SingleOrDefault();
    }

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; }

    public ModelSnapshot? ModelSnapshot { get; }

    public Assembly Assembly => typeof(PostgresMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(
        id => id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase)
            || id.EndsWith("_" + nameOrId, StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    static string IdOf(TypeInfo migration) => migration.GetCustomAttribute<MigrationAttribute>()!.Id;
}
