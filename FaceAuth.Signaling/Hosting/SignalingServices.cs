using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Health;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Jobs.Imports;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Nodes;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Signaling.Webhooks;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>The host's own services, one method for each part; Program.cs lists them.</summary>
internal static class SignalingServices
{
    /// <summary>A WebSocket is open from the token's issue to the end of its session; the cap on sessions comes first.</summary>
    const int MaxWebSockets = 20_000;

    /// <summary>A connection that was negotiated and is not used is forgotten after so long.</summary>
    static readonly TimeSpan UnusedConnection = TimeSpan.FromSeconds(15);

    /// <summary>The clock, JSON, problem details and the web server's bounds.</summary>
    public static WebApplicationBuilder AddHostBasics(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestBounds.Apply(kestrel);
            HttpConnections.Apply(kestrel);
            kestrel.Limits.MaxRequestBodySize = 128 * 1024;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxWebSockets;
        });
        // At Information, this category writes every request's query, and with it the hub's session tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", level => level >= LogLevel.Warning);
        // These write requests' paths at Debug, and with them relying parties' subjects; and two lines for each request at Information.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Routing", level => level >= LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.StaticFiles", level => level >= LogLevel.Warning);
        // These write a line for each key that is not good, and anybody may try as many as they like; the meters count them.
        builder.Logging.AddFilter(typeof(ApiKeyHandler).FullName, level => level >= LogLevel.Warning);
        builder.Logging.AddFilter(typeof(OperatorHandler).FullName, level => level >= LogLevel.Warning);
        builder.AddLog();
        builder.AddListening();
        builder.AddTelemetry();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SignalingMetrics>();
        builder.Services.AddPackedFiles();
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete);
        builder.Services.AddExceptionHandler<StoreFaults>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.MaxDepth = 16;
            json.SerializerOptions.AllowDuplicateProperties = false;   // who reads it on the way may take the first of them
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        builder.Services.AddChecked<SignalingOptions, SignalingOptionsValidator>("Signaling");
        builder.Services.AddChecked<WebOptions, WebOptionsValidator>("Web");
        builder.Services.AddChecked<LogOptions, LogOptionsValidator>("Log");
        builder.Services.AddChecked<TelemetryOptions, TelemetryOptionsValidator>("Telemetry");
        return builder;
    }

    /// <summary>What nodes share, over Redis where the settings name one; needs the signing key.</summary>
    public static IServiceCollection AddSharedState(this IServiceCollection services, IConfiguration configuration) =>
        services.AddFaceAuthSharedState(configuration, provider => provider.GetRequiredService<SigningKey>().DeriveNameKey());

    /// <summary>How many and how often: sessions, connections, attempts, requests.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.AddChecked<RateLimitOptions, RateLimitOptionsValidator>("RateLimits");
        services.AddChecked<AttemptOptions, AttemptOptionsValidator>("Attempts");
        services.AddChecked<TcpConnectionOptions, TcpConnectionOptionsValidator>("Connections");
        services.AddSingleton<HttpConnections>().AddSingleton<ConnectionRates>();
        services.AddSingleton<AttemptDesk>();
        services.AddSingleton<FaceAttempts>().AddSingleton<AttemptRelease>().AddSingleton<SessionLimits>().AddSingleton<SessionRates>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RateLimits>().AddSingleton<TokenRates>();
        return services;
    }

    /// <summary>The signing key, and the audit that is signed with it; needs the store.</summary>
    public static IServiceCollection AddAuditSigner(this IServiceCollection services)
    {
        services.AddOptions<SigningOptions>().BindConfiguration("Signing");
        services.AddSingleton(provider => SigningKey.Load(
            provider.GetRequiredService<IOptions<SigningOptions>>().Value,
            provider.GetRequiredService<IOptions<StoreOptions>>().Value.Directory));
        services.AddSingleton<IAuditSigner, AuditSigner>();   // in place of the store's own
        return services;
    }

    /// <summary>Keys, tokens, accounts, and who may do what.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services)
    {
        services.AddAuditSigner();
        services.AddAccounts();
        services.AddSignIns();
        services.AddConsents();
        services.AddChecked<OperatorOptions, OperatorOptionsValidator>("Operator");
        services.AddSingleton<OperatorKey>().AddSingleton<PartyKeys>();
        services.AddHostedService<SigningKeyCheck>();
        services.AddSingleton<TokenIssuer>().AddSingleton<SessionTokens>();

        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, scheme => scheme.ForwardDefaultSelector =
                context => ApiKeyHandler.IsTried(context.Request) ? Schemes.ApiKey : Schemes.User)
            .AddPolicyScheme(Schemes.Staff, null, scheme => scheme.ForwardDefaultSelector =
                context => OperatorHandler.IsUsers(context.Request) ? Schemes.User : Schemes.Operator)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Schemes.ApiKey, null)
            .AddScheme<AuthenticationSchemeOptions, OperatorHandler>(Schemes.Operator, null)
            .AddJwtBearer(Schemes.User).AddJwtBearer(Schemes.Session);
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, UserScheme>();
        services.AddAuthorization(Policies.Add);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationProblemHandler>();
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<WebOptions>>(
            (cors, web) => cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. web.Value.CorsOrigins]).AllowAnyHeader().WithMethods("GET", "POST", "DELETE")
                .AllowCredentials()));   // SignalR's own client asks with credentials; the one cookie goes to the legacy WebSockets alone
        return services;
    }

    /// <summary>The hub, live sessions and verdicts.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddChecked<IceServerOptions, IceServerOptionsValidator>("Ice");
        services.AddChecked<HostedPageOptions, HostedPageOptionsValidator>("HostedPage");
        services.AddChecked<ReviewOptions, ReviewOptionsValidator>("Reviews");
        services.AddSingleton<SessionReviews>().AddSingleton<SessionPictures>().AddSingleton<GroupDesk>();
        services.AddSingleton<VerdictSigner>().AddSingleton<ReceiptSigner>().AddSingleton<SubjectErasure>();
        services.AddSingleton<SessionRecorder>().AddSingleton<SessionReporter>().AddSingleton<CourseKeeper>().AddSingleton<IceServers>();
        services.AddSingleton<SessionReadiness>().AddSingleton<SessionConsents>().AddSingleton<Enrolments>();
        services.AddSingleton<SessionFactory>().AddSingleton<SessionClaims>();
        services.AddSingleton<SessionConnector>().AddSingleton<SessionRegistry>().AddSingleton<SessionOpener>();
        services.AddSingleton<IEndNotice, HubEndNotice>();
        services.AddSingleton<SessionCarrier>().AddHostedService(provider => provider.GetRequiredService<SessionCarrier>());
        services.AddSingleton<NodeWatch>().AddHostedService(provider => provider.GetRequiredService<NodeWatch>());
        services.AddSingleton<SessionReturn>().AddSingleton<IConfigureOptions<JwtBearerOptions>, SessionScheme>();
        services.AddSingleton<MediaHost>().AddHostedService(provider => provider.GetRequiredService<MediaHost>());
        services.AddHostedService<SessionSweeper>();
        services.AddHostedService<AccountWatch>();
        services.AddHealthChecks()
            .AddCheck<ModelsHealthCheck>("models", tags: [HealthApi.ReadyTag])
            .AddCheck<MediaHealthCheck>("media", tags: [HealthApi.ReadyTag])
            .AddCheck<DrainHealthCheck>("sessions", tags: [HealthApi.ReadyTag]);
        services.AddSingleton<SessionDrain>().AddSingleton<IHostLifetime, DrainingLifetime>();
        services.AddSingleton<IConfigureOptions<HostOptions>, DrainTimes>();
        services.Configure<ConnectionOptions>(hub => hub.DisconnectTimeout = UnusedConnection);
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = SignalingHub.MaxMessageBytes;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.EnableDetailedErrors = false;
        }).AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        services.Replace(ServiceDescriptor.Singleton<IHubProtocol, StrictJsonProtocol>());
        return services;
    }

    /// <summary>The jobs that there are, and their runs; what a command needs of them.</summary>
    public static IServiceCollection AddJobHistory(this IServiceCollection services)
    {
        services.AddChecked<JobOptions, JobOptionsValidator>("Jobs");
        foreach (var job in JobCatalog.Known) services.AddSingleton(job);
        return services.AddSingleton<JobCatalog>().AddSingleton<JobRequests>();
    }

    /// <summary>What runs a job in this process.</summary>
    public static IServiceCollection AddJobRunner(this IServiceCollection services) =>
        services.AddJobHistory().AddSingleton(JobNode.Own()).AddSingleton<JobRunner>().AddSingleton<ImportConsents>()
            .AddSingleton<ImportGroups>();

    /// <summary>Relying parties' webhooks, and what calls them; needs the store.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddWebhookRules().AddSingleton<WebhookSender>().AddSingleton<WebhookDesk>();
        services.AddHostedService<WebhookDriver>();
        return services;
    }

    /// <summary>Which addresses webhooks may have; what a command needs of them.</summary>
    public static IServiceCollection AddWebhookRules(this IServiceCollection services)
    {
        services.AddChecked<WebhookOptions, WebhookOptionsValidator>("Webhooks");
        return services.AddSingleton<WebhookAddresses>();
    }

    /// <summary>What people agree to before they are enrolled.</summary>
    public static IServiceCollection AddConsents(this IServiceCollection services)
    {
        services.AddChecked<ConsentOptions, ConsentOptionsValidator>("Consent");
        return services;
    }

    /// <summary>Runs jobs, by schedule and when they are asked for.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddJobRunner().AddSingleton(new ImportPlace(false)).AddSingleton<JobScheduler>();
        services.AddHostedService(provider => provider.GetRequiredService<JobScheduler>());
        services.AddHostedService<JobWatch>();
        return services;
    }

    internal static void AddChecked<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
    }
}
