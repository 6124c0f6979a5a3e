namespace Canonical.Schema;

internal ref partial struct TapeEvaluator
{
    private bool CheckArray(Node node, int at, int marks)
    {
        var count = Entry(at).Count;
        var ok = true;
        if (count < node.MinItems)
        {
            ok = false;
            if (_sink is not null) Report(node, "minItems", SchemaCodes.TooFewItems, at, $"Expected at least {Words.Count(node.MinItems, "item")}, found {count}.");
        }
        if (count > node.MaxItems)
        {
            ok = false;
            if (_sink is not null) Report(node, "maxItems", SchemaCodes.TooManyItems, at, $"Expected at most {Words.Count(node.MaxItems, "item")}, found {count}.");
        }
        if (node.UniqueItems && count > 1 && (ok || _sink is not null)) ok &= CheckUnique(node, at);
        if (node.PrefixItems.Length > 0 || node.Items is not null)
        {
            var item = at + 1;
            for (var i = 0; i < count && (ok || _sink is not null); i++, item = Entry(item).Next)
            {
                if (i < node.PrefixItems.Length)
                {
                    Enter(node.PrefixKeyword, i);
                    EnterItem(i);
                    ok &= Evaluate(node.PrefixItems[i], item, NoMarks);
                    LeaveInstance();
                    Leave(2);
                    Mark(marks, i);
                }
                else if (node.Items is null)
                {
                    break;
                }
                else
                {
                    ok &= CheckExtraItem(node, node.ItemsKeyword, node.Items, item, i);
                    Mark(marks, i);
                }
            }
        }
        if (node.Contains is not null && (ok || _sink is not null)) ok &= CheckContains(node, at, marks);
        return ok;
    }

    private bool CheckExtraItem(Node node, string keyword, Node schema, int item, int index)
    {
        if (schema.Constant == true) return true;
        EnterItem(index);
        bool ok;
        if (schema.Constant == false)
        {
            ok = false;
            if (_sink is not null) Report(node, keyword, SchemaCodes.TooManyItems, item, $"No item is allowed at index {index}.");
        }
        else
        {
            Enter(keyword);
            ok = Evaluate(schema, item, NoMarks);
            Leave();
        }
        LeaveInstance();
        return ok;
    }

    private bool CheckContains(Node node, int at, int marks)
    {
        long matches = 0;
        var count = Entry(at).Count;
        var item = at + 1;
        for (var i = 0; i < count; i++, item = Entry(item).Next)
        {
            if (!Silently(node.Contains!, item, NoMarks)) continue;
            matches++;
            if (node.ContainsMarks) Mark(marks, i);
            // Enough is known, unless the rest must be marked or counted.
            if (matches >= node.MinContains && node.MaxContains == long.MaxValue && marks == NoMarks) break;
        }
        if (matches < node.MinContains)
        {
            if (_sink is not null) Report(node, node.Source[Keyword.MinContains] is null ? "contains" : "minContains", SchemaCodes.TooFewMatches, at, $"Expected at least {Words.Count(node.MinContains, "item")} that \"contains\" describes, found {matches}.");
            return false;
        }
        if (matches > node.MaxContains)
        {
            if (_sink is not null) Report(node, "maxContains", SchemaCodes.TooManyMatches, at, $"Expected at most {Words.Count(node.MaxContains, "item")} that \"contains\" describes, found {matches}.");
            return false;
        }
        return true;
    }

    private bool CheckObject(Node node, int at, int marks)
    {
        var count = Entry(at).Count;
        var ok = true;
        if (count < node.MinProperties)
        {
            ok = false;
            if (_sink is not null) Report(node, "minProperties", SchemaCodes.TooFewProperties, at, $"Expected at least {Words.Count(node.MinProperties, "property", "properties")}, found {count}.");
        }
        if (count > node.MaxProperties)
        {
            ok = false;
            if (_sink is not null) Report(node, "maxProperties", SchemaCodes.TooManyProperties, at, $"Expected at most {Words.Count(node.MaxProperties, "property", "properties")}, found {count}.");
        }
        if (node.Names is null && node.PatternProperties.Length == 0 && node.AdditionalProperties is null && node.PropertyNames is null) return ok;

        var bits = _bitsUsed;
        var seen = node.Names is null ? NoMarks : PushSeen(node.Names.Count);
        var name = at + 1;
        for (var i = 0; i < count && (ok || _sink is not null); i++, name = Entry(name + 1).Next)
        {
            var used = _textUsed;
            ok &= CheckProperty(node, i, name, seen, marks);
            _textUsed = used;
        }
        if (seen != NoMarks && (ok || _sink is not null)) ok &= CheckSeen(node, at, seen, marks);
        _bitsUsed = bits;
        return ok;
    }

    private int PushSeen(int names)
    {
        var frame = _bitsUsed;
        var words = (names + 63) / 64;
        if (frame + words > _bits.Length)
        {
            var larger = System.Buffers.ArrayPool<ulong>.Shared.Rent(Math.Max(64, (frame + words) * 2));
            _bits.AsSpan(0, frame).CopyTo(larger);
            if (_bits.Length > 0) System.Buffers.ArrayPool<ulong>.Shared.Return(_bits);
            _bits = larger;
        }
        _bits.AsSpan(frame, words).Clear();
        _bitsUsed = frame + words;
        return frame;
    }

    private bool CheckProperty(Node node, int ordinal, int name, int seen, int marks)
    {
        var text = Text(name);
        var ok = true;
        var known = false;
        if (node.Names is not null && node.Names.Find(text) is >= 0 and var index)
        {
            Mark(seen, index);
            if (index < node.Properties.Length && node.Properties[index] is { } property)
            {
                known = true;
                EnterProperty("properties", node.Names.Names[index], name);
                ok = Evaluate(property, name + 1, NoMarks);
                LeaveProperty();
            }
        }
        foreach (var other in node.PatternProperties)
        {
            if (!other.Pattern.IsMatch(text, out _)) continue;
            known = true;
            if (!ok && _sink is null) break;
            EnterProperty("patternProperties", other.Pattern.Source, name);
            ok &= Evaluate(other.Schema, name + 1, NoMarks);
            LeaveProperty();
        }
        if (!known && node.AdditionalProperties is not null)
        {
            known = true;
            ok &= CheckExtraProperty(node, "additionalProperties", node.AdditionalProperties, name);
        }
        if (known) Mark(marks, ordinal);
        if (node.PropertyNames is not null && (ok || _sink is not null) && !Silently(node.PropertyNames, name, NoMarks))
        {
            ok = false;
            if (_sink is not null)
            {
                EnterInstance(name);
                Report(node, "propertyNames", SchemaCodes.PropertyNameInvalid, name, $"The property name {Words.Name(text)} is not one that \"propertyNames\" allows.");
                LeaveInstance();
            }
        }
        return ok;
    }

    private bool CheckExtraProperty(Node node, string keyword, Node schema, int name)
    {
        if (schema.Constant == true) return true;
        if (schema.Constant == false)
        {
            if (_sink is not null)
            {
                var used = _textUsed;
                EnterInstance(name);
                Report(node, keyword, SchemaCodes.PropertyUnknown, name, $"The property {Words.Name(Text(name))} is not one of the schema, which allows no others.");
                LeaveInstance();
                _textUsed = used;
            }
            return false;
        }
        Enter(keyword);
        EnterInstance(name);
        var ok = Evaluate(schema, name + 1, NoMarks);
        LeaveInstance();
        Leave();
        return ok;
    }

    private bool CheckSeen(Node node, int at, int seen, int marks)
    {
        var ok = true;
        foreach (var name in node.Required)
        {
            if (IsMarked(seen, name)) continue;
            if (_sink is null) return false;
            ok = false;
            Report(node, "required", SchemaCodes.PropertyMissing, at, $"The property {Words.Name(node.Names!.Names[name])} is missing.");
        }
        foreach (var dependent in node.DependentRequired)
        {
            if (!IsMarked(seen, dependent.Name)) continue;
            foreach (var other in dependent.Required)
            {
                if (IsMarked(seen, other)) continue;
                if (_sink is null) return false;
                ok = false;
                Report(node, dependent.Keyword, SchemaCodes.DependencyMissing, at, $"The property {Words.Name(node.Names!.Names[other])} is missing, which {Words.Name(node.Names.Names[dependent.Name])} requires.");
            }
        }
        foreach (var dependent in node.DependentSchemas)
        {
            if (!IsMarked(seen, dependent.Name)) continue;
            Enter(dependent.Keyword, node.Names!.Names[dependent.Name]);
            ok &= Evaluate(dependent.Schema, at, marks);
            Leave(2);
            if (!ok && _sink is null) return false;
        }
        return ok;
    }
}
