using FaceAuth.Store.Accounts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Store.Sessions;
using FaceAuth.Store.Sqlite;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store;

/// <summary>Registers the store.</summary>
public static class StoreServices
{
    /// <summary>
    /// Adds every contract of FaceAuth.Store on SQLite, <see cref="FaceAuthDbContext"/> (scoped, and through a pooled factory),
    /// <see cref="StoreInitializer"/>, run before the host's other services start, and the health check "store", tagged "ready".
    /// For accounts the host adds: <c>AddIdentityCore&lt;FaceAuthUser&gt;().AddEntityFrameworkStores&lt;FaceAuthDbContext&gt;()</c>.
    /// </summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The root; its section "Store" is <see cref="StoreOptions"/>.</param>
    public static IServiceCollection AddFaceAuthStore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection("Store")).ValidateOnStart();
        // the tables that the migrations make, whatever else the host asks Identity for
        services.PostConfigure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version1);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();

        services.AddSingleton(provider => new DatabaseFile(provider.GetRequiredService<IOptions<StoreOptions>>().Value));
        services.AddPooledDbContextFactory<FaceAuthDbContext>((provider, context) => context
            .UseSqlite(provider.GetRequiredService<DatabaseFile>().ConnectionString)
            .AddInterceptors(new ConnectionSettings(provider.GetRequiredService<IOptions<StoreOptions>>().Value))
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandExecuted, LogLevel.Debug))));
        services.AddSingleton<StoreDatabase>();
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<LogFlush>();

        services.AddSingleton<MasterKeySource>();
        services.AddSingleton<TemplateKeys>();
        services.AddSingleton<TransformRenewal>();
        services.AddSingleton<IndexCache>();
        services.AddSingleton<TemplateSearch>();

        services.AddSingleton<ITemplateStore, TemplateStore>();
        services.AddSingleton<ISubjectStore, SubjectStore>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<IRelyingPartyStore, RelyingPartyStore>();

        services.AddSingleton(provider => new StoreInitializer(
            provider.GetRequiredService<DatabaseFile>(),
            provider.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>(),
            provider.GetRequiredService<MasterKeySource>(),
            provider.GetRequiredService<TemplateKeys>(),
            provider.GetRequiredService<TransformRenewal>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StoreInitializer>>()));
        services.AddHostedService<StoreStartup>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: ["ready"]);
        return services;
    }
}
