using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Attempts;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Consent;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Figures;
using FaceAuth.Store.Groups;
using FaceAuth.Store.Idempotency;
using FaceAuth.Store.Integrity;
using FaceAuth.Store.Jobs;
using FaceAuth.Store.Postgres;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.RelyingParties;
using FaceAuth.Store.Retention;
using FaceAuth.Store.Reviews;
using FaceAuth.Store.Search;
using FaceAuth.Store.Sessions;
using FaceAuth.Store.Sqlite;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using FaceAuth.Store.Webhooks;
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
    /// <summary>The sections of the configuration that are read here, each with the type of its options.</summary>
    /// <remarks>For a host that tells of mistyped settings: what can be set are the public properties of that type.</remarks>
    public static IReadOnlyDictionary<string, Type> Settings { get; } = new Dictionary<string, Type>
    {
        ["Store"] = typeof(StoreOptions),
        ["Retention"] = typeof(RetentionOptions),
    };

    /// <summary>Adds every contract of FaceAuth.Store, its start before the host's other services, and its health check.</summary>
    /// <remarks>
    /// With them come <see cref="FaceAuthDbContext"/> (scoped, and through a pooled factory), <see cref="StoreInitializer"/> and the
    /// health check "store", tagged "ready". For accounts the host adds <c>AddIdentityCore&lt;FaceAuthUser&gt;()</c>, without Entity
    /// Framework's own store: it would keep names in clear.
    /// </remarks>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The root; its sections "Store" and "Retention" are read.</param>
    public static IServiceCollection AddFaceAuthStore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddOptions<StoreOptions>().Bind(configuration.GetSection("Store")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection("Retention")).ValidateOnStart();
        // the tables that the migrations make, whatever else the host asks Identity for
        services.PostConfigure<IdentityOptions>(identity => identity.Stores.SchemaVersion = IdentitySchemaVersions.Version1);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();

        services.AddSingleton(provider => new DatabaseFile(provider.GetRequiredService<IOptions<StoreOptions>>().Value));
        services.AddSingleton<IStoreEngine>(provider => provider.GetRequiredService<IOptions<StoreOptions>>().Value.Provider switch
        {
            StoreProvider.PostgreSql => ActivatorUtilities.CreateInstance<PostgresEngine>(provider),
            _ => ActivatorUtilities.CreateInstance<SqliteEngine>(provider),
        });
        services.AddPooledDbContextFactory<FaceAuthDbContext>((provider, context) =>
        {
            provider.GetRequiredService<IStoreEngine>().Connect(context);
            context.AddInterceptors(provider.GetRequiredService<FullDisk>());
            // what fails is thrown, and said by whoever catches it; said here too, a full disk would fill the log
            context.ConfigureWarnings(warnings => warnings.Log(
                (RelationalEventId.CommandExecuted, LogLevel.Debug), (RelationalEventId.CommandError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug))
                // Identity maps the names that lie sealed here
                .Ignore(CoreEventId.MappedPropertyIgnoredWarning));
        });
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyFence>();
        services.AddSingleton<IWriteFence>(provider => provider.GetRequiredService<KeyFence>());
        services.AddSingleton<IHealthNotice, KeyHealth>();
        services.AddSingleton<WriteHealth>();
        services.AddSingleton<IStoreFaults, StoreFaultWords>();
        services.AddSingleton<IHealthNotice>(provider => provider.GetRequiredService<WriteHealth>());
        services.AddSingleton<FullDisk>();
        services.AddSingleton<StoreDatabase>();
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<ErasureFlush>();

        services.AddSingleton<MasterKeySource>();
        services.AddSingleton<TemplateKeys>();
        services.AddSingleton<RowAuthenticator>();
        services.AddSingleton<TemplateSeal>();
        services.AddSingleton<SessionSeal>();
        services.AddSingleton<JobRunSeal>();
        services.AddSingleton<AttemptSeal>();
        services.AddSingleton<RunSilence>();
        services.AddSingleton<ApiKeySeal>();
        services.AddSingleton<ConsentSeal>().AddSingleton<ReviewSeal>().AddSingleton<PictureSeal>();
        services.AddSingleton<AuditSeal>();
        services.AddSingleton<AddressSeal>();
        services.AddSingleton<AddressKeys>();
        services.AddSingleton<PersonalSeal>();
        services.AddSingleton<PersonalKeys>();
        services.AddSingleton<NameSeal>();
        services.AddSingleton<AccountSeal>().AddSingleton<HeldAccounts>().AddSingleton<Passkeys>().AddSingleton<SignInSeal>();
        services.AddSingleton<ISuspectTemplates, SuspectTemplates>();
        services.AddSingleton<SubjectViews>();
        services.AddSingleton<WebhookSeal>();
        services.AddSingleton<WebhookEvents>();
        services.AddSingleton<AuditOrigins>();
        services.AddSingleton<AuditNode>();
        services.AddSingleton<HeadMemory>();
        services.AddSingleton<AuditHeads>();
        services.AddSingleton<AuditWriter>();
        services.AddSingleton<AuditQueue>();
        services.AddSingleton<CheckpointTurn>();
        services.AddSingleton<StoreSigner>();
        services.TryAddSingleton<IAuditSigner>(provider => provider.GetRequiredService<StoreSigner>());
        services.AddSingleton<ChainNotes>();
        services.AddSingleton<AuditCheckpoints>();
        services.AddSingleton<ChainChecks>();
        services.AddSingleton<ChainFaults>();
        services.AddSingleton<AuditTrim>();
        services.AddSingleton<AuditPoints>();
        services.AddSingleton<AuditVerifier>();
        services.AddSingleton<AuditExporter>();
        services.AddSingleton<AlteredSeal>();
        services.AddSingleton<AlteredRows>();
        services.AddSingleton<RenewalBatches>();
        services.AddSingleton<IndexCache>();
        services.AddSingleton<GroupMembers>();
        services.AddSingleton<SearchRows>();
        services.AddSingleton<TemplateChanges>();
        services.AddSingleton<INearestRows>(provider => provider.GetRequiredService<IOptions<StoreOptions>>().Value.Provider switch
        {
            StoreProvider.PostgreSql => ActivatorUtilities.CreateInstance<HnswRows>(provider),
            _ => new NoNearestRows(),
        });
        services.AddSingleton<Galleries>();
        services.AddSingleton<DatabaseSearch>();
        services.AddSingleton<TemplateSearch>();
        services.AddSingleton<TemplateSealer>();
        services.AddSingleton<OwnTemplates>();
        services.AddSingleton<OldTemplate>();

        // what a new master key has to reach, in this order
        services.AddSingleton<ISubjectRows, SubjectRenewal>();
        services.AddSingleton<IRenewedRows>(provider => provider.GetRequiredService<ISubjectRows>());
        services.AddSingleton<IRenewedRows, SessionRenewal>();
        services.AddSingleton<IRenewedRows, AuditRenewal>();
        services.AddSingleton<IRenewedRows, AuditChainRenewal>();
        services.AddSingleton<IRenewedRows, AuditPointRenewal>();
        services.AddSingleton<IRenewedRows, AlteredRenewal>();
        services.AddSingleton<IRenewedRows, GroupRenewal>();
        services.AddSingleton<IRenewedRows, JobRunRenewal>();
        services.AddSingleton<IRenewedRows, AttemptRenewal>();
        services.AddSingleton<IRenewedRows, ApiKeyRenewal>();
        services.AddSingleton<IRenewedRows, ConsentRenewal>();
        services.AddSingleton<IRenewedRows, ReviewRenewal>();
        services.AddSingleton<IRenewedRows, PictureRenewal>();
        services.AddSingleton<IRenewedRows, SignInRenewal>();
        services.AddSingleton<IRenewedRows>(provider => provider.GetRequiredService<AddressKeys>());
        services.AddSingleton<IRenewedRows>(provider => provider.GetRequiredService<PersonalKeys>());
        services.AddSingleton<ProtectionChange>();
        services.AddSingleton<TransformRotation>();
        services.AddSingleton<MasterRotation>();

        services.AddSingleton<ITemplateStore, TemplateStore>();
        services.AddSingleton<ITemplateList, TemplateList>();
        services.AddSingleton<ISubjectStore, SubjectStore>();
        services.AddScoped<IUserStore<FaceAuthUser>, AccountStore>();
        services.AddSingleton<IAccountDirectory, AccountDirectory>();
        services.AddSingleton<IPasswordResets, PasswordResets>();
        services.AddSingleton<IConsentStore, ConsentStore>();
        services.AddSingleton<IReviewStore, ReviewStore>();
        services.AddSingleton<IReviewPictures, ReviewPictures>();
        services.AddSingleton<IDailyFigures, DailyFigures>();
        services.AddSingleton<IRetention, RetentionRun>();
        services.AddSingleton<IGroupStore, GroupStore>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<ISessionCourses, SessionCourses>();
        services.AddSingleton<INodeStore, NodeStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IAuditLog>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<IAuditReader>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<IAuditChain, AuditChain>();
        services.AddSingleton<IAuditCheck, AuditCheck>();
        services.AddSingleton<IKeyRotation, KeyRotation>();
        services.AddSingleton<IRelyingPartyStore, RelyingPartyStore>();
        services.AddSingleton<FaceMarks>();
        services.AddSingleton<IFaceMarks>(provider => provider.GetRequiredService<FaceMarks>());
        services.AddSingleton<ISignInStore, SignInStore>();
        services.AddSingleton<IPasswordAttempts, PasswordAttempts>();
        services.AddSingleton<FaceAttempts>();
        services.AddSingleton<IFaceAttempts>(provider => provider.GetRequiredService<FaceAttempts>());
        services.AddSingleton<IJobRunStore, JobRunStore>();
        services.AddSingleton<IWebhookStore, WebhookStore>();
        services.AddSingleton<IWebhookOutbox, WebhookOutbox>();
        services.AddSingleton<IKeptAnswers, KeptAnswers>();
        services.AddSingleton<IUsedQuestions, UsedQuestions>();
        services.AddSingleton<IIndexCheck, IndexCheck>();
        services.AddSingleton<INearestIndexes, NearestIndexes>();
        services.AddSingleton<ScheduleDatabase>();
        services.AddSingleton<IScheduleDatabase>(provider => provider.GetRequiredService<ScheduleDatabase>());

        // what is done at each start, in this order
        services.AddSingleton<IStartStep, KeyStep>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<AuditNode>());
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<PersonalKeys>());
        services.AddSingleton<IStartStep, OldVerdicts>();
        services.AddSingleton<IStartStep, SealPersonal>();
        services.AddSingleton<IStartStep, AuthenticateRows>();
        services.AddSingleton<IStartStep, StateStep>();
        services.AddSingleton<IStartStep, AuthenticateOthers>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<AddressKeys>());
        services.AddSingleton<IStartStep, ChainEntries>();
        services.AddSingleton<IStartStep, TransformRenewal>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<ScheduleDatabase>());
        services.AddSingleton(provider => new StoreInitializer(
            provider.GetRequiredService<IStoreEngine>(),
            provider.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>(),
            provider.GetServices<IStartStep>(),
            provider.GetRequiredService<ILogger<StoreInitializer>>()));
        services.AddHostedService<StoreStartup>();
        services.AddHostedService<ChangeWatch>();
        services.AddHostedService<CheckpointService>();
        services.AddHostedService<KeyFollower>();
        services.AddHostedService<NearestKeeper>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: ["ready"]);
        return services;
    }
}
