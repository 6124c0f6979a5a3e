namespace Canonical.Mapping;

/// <summary>The converters of the package by name. `docs/mapping.md` is their reference.</summary>
internal static class BuiltInConverters
{
    public static readonly string[] Names =
        ["boolean", "date", "day-after", "decimal", "hours-minutes", "instant", "integer", "lower", "minutes", "percent", "text", "upper"];

    public static ValueConverter? Create(string name, ConverterOptions options)
    {
        ValueConverter? converter = name switch
        {
            "text" => new TextConverter(options),
            "upper" => new CaseConverter(upper: true),
            "lower" => new CaseConverter(upper: false),
            "decimal" => new DecimalConverter(options, shift: 0),
            "percent" => new DecimalConverter(options, shift: -2),
            "integer" => new IntegerConverter(options),
            "boolean" => new BooleanConverter(options),
            "date" => new DateConverter(options),
            "day-after" => new DateConverter(options, shift: 1),
            "instant" => new InstantConverter(options),
            "minutes" => new MinutesConverter(options),
            "hours-minutes" => new HoursMinutesConverter(options),
            _ => null,
        };
        if (converter is not null)
            options.Close();
        return converter;
    }
}
