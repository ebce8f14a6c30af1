using System.Linq.Expressions;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Subjects;

/// <summary>Subjects as callers see them.</summary>
internal static class SubjectViews
{
    /// <summary>By name, at most so many.</summary>
    public static IQueryable<Subject> Of(FaceAuthDbContext context, Expression<Func<SubjectRow, bool>> which, int count = 1) =>
        context.Subjects.Where(which).OrderBy(s => s.ExternalId).Take(count)
            .Select(s => new Subject(s.Id, s.Owner, s.ExternalId, s.CreatedAt, s.Templates.Count(
                t => !context.AlteredRows.Any(a => a.Kind == RowKind.Template && a.RowId == t.Id)),
                s.Templates.Where(t => t.Origin == TemplateOrigin.Enrolled).Max(t => (DateTimeOffset?)t.CreatedAt)));
}
