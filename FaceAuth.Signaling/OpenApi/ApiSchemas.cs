using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>Tells of each field what <see cref="FieldAttribute"/> says of it.</summary>
internal sealed class ApiSchemas : IOpenApiSchemaTransformer
{
    /// <summary>Schemas are named for their type, and those within an API for both: SessionsView.</summary>
    /// <remarks>Any JSON has none: each says for itself what it holds.</remarks>
    public static string? NameOf(JsonTypeInfo type)
    {
        if (type.Type == typeof(Stream)) return "File";
        if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(JsonElement)) return null;
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && type.Type.DeclaringType is { } api
            ? api.Name.Replace("Api", "", StringComparison.Ordinal) + type.Type.Name : name;
    }

    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Plain(schema);
        if (FieldOf(context) is { } field)
        {
            if (field.Of is { } held) await FillAsync(schema, held, context, cancellationToken);
            Apply(schema, field);
        }

        var type = context.JsonTypeInfo;
        if (type.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 }) Require(schema, type);
    }

    /// <summary>Writes into a schema what a field's attribute says.</summary>
    public static void Apply(OpenApiSchema schema, FieldAttribute field)
    {
        schema.Description = field.Text;
        var type = schema.Type ?? JsonSchemaType.Null;
        var inner = type.HasFlag(JsonSchemaType.Array) && schema.Items is OpenApiSchema items ? items
            : type.HasFlag(JsonSchemaType.Object) && schema.AdditionalProperties is OpenApiSchema named ? named
            : schema;
        if (field.OneOf is { } values) inner.Enum = [.. values.Split(' ').Select(value => (JsonNode)value)];
        if (inner == schema && field.OneOf is not null && type.HasFlag(JsonSchemaType.Null)) schema.Enum!.Add(JsonNullSentinel.JsonNull);
        inner.Pattern = field.Pattern ?? inner.Pattern;
        if (type.HasFlag(JsonSchemaType.String)) (schema.MinLength, schema.MaxLength) = (IntOf(field.Least), IntOf(field.Most));
        else if (type.HasFlag(JsonSchemaType.Array)) (schema.MinItems, schema.MaxItems) = (IntOf(field.Least), IntOf(field.Most));
        else (schema.Minimum, schema.Maximum) = (TextOf(field.Least), TextOf(field.Most));
    }

    static int? IntOf(long value) => value < 0 ? null : (int)value;

    static string? TextOf(long value) => value < 0 ? null : value.ToString(CultureInfo.InvariantCulture);

    static FieldAttribute? FieldOf(OpenApiSchemaTransformerContext context) =>
        AttributeOf(context.JsonPropertyInfo?.AssociatedParameter?.AttributeProvider)
        ?? AttributeOf(context.JsonPropertyInfo?.AttributeProvider);

    /// <summary>The attribute on a parameter or property; null for none.</summary>
    public static FieldAttribute? AttributeOf(ICustomAttributeProvider? provider) =>
        provider?.GetCustomAttributes(typeof(FieldAttribute), false).FirstOrDefault() as FieldAttribute;

    /// <summary>A number is a number: that it would be read from a text too is nobody's business.</summary>
    static void Plain(OpenApiSchema schema)
    {
        if (schema.Type is not { } type || !type.HasFlag(JsonSchemaType.String)) return;
        if (!type.HasFlag(JsonSchemaType.Integer) && !type.HasFlag(JsonSchemaType.Number)) return;
        schema.Type = type & ~JsonSchemaType.String;
        schema.Pattern = null;
    }

    static async Task FillAsync(
        OpenApiSchema schema, Type type, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var known = await context.GetOrCreateSchemaAsync(type, null, cancellation);
        // any JSON takes null too, and of what it holds it is the field that says whether it may be absent
        schema.Type = IsNullable(context.JsonPropertyInfo) ? known.Type | JsonSchemaType.Null : known.Type;
        schema.Properties = known.Properties;
        schema.Required = known.Required;
    }

    static bool IsNullable(JsonPropertyInfo? property) =>
        property is not null && (property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null);

    /// <summary>What is never null is always there in an answer; of a request it is what the field says.</summary>
    static void Require(OpenApiSchema schema, JsonTypeInfo type)
    {
        var required = type.Properties.Where(property => IsRequired(property)).Select(property => property.Name);
        schema.Required = new HashSet<string>(required, StringComparer.Ordinal);
    }

    static bool IsRequired(JsonPropertyInfo property)
    {
        var provider = property.AssociatedParameter?.AttributeProvider ?? property.AttributeProvider;
        if (AttributeOf(provider) is { Required: true }) return true;
        return !property.IsGetNullable && property.AssociatedParameter is not { HasDefaultValue: true }
            && Nullable.GetUnderlyingType(property.PropertyType) is null;
    }

    /// <summary>The reference system's names are in snake case.</summary>
    public static void Rename(OpenApiDocument document)
    {
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
        {
            schema.Properties = schema.Properties?.ToDictionary(pair => Snake(pair.Key), pair => pair.Value);
            schema.Required = schema.Required?.Select(Snake).ToHashSet(StringComparer.Ordinal);
        }
    }

    static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
