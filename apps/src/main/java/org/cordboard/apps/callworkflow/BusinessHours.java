package org.cordboard.apps.callworkflow;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.cordboard.apps.platform.MissingSetting;

/// When callers reach a person.
///
/// @param weekend whether Saturday and Sunday count as well
record BusinessHours(LocalTime opens, LocalTime closes, boolean weekend, ZoneId zone) {

    /// @param text `08:00-18:00`, with `every day` behind it for weekends too, or `always`
    static BusinessHours parse(String text, ZoneId zone) {
        if (text.equals("always")) {
            return new BusinessHours(LocalTime.MIN, LocalTime.MAX, true, zone);
        }
        if (!text.matches("([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d( every day)?")) {
            throw new MissingSetting("BUSINESS_HOURS must read like 08:00-18:00, was '" + text + "'");
        }
        return new BusinessHours(
                LocalTime.parse(text.substring(0, 5)),
                LocalTime.parse(text.substring(6, 11)),
                text.endsWith("every day"),
                zone);
    }

    boolean open(Instant now) {
        var here = now.atZone(zone);
        var day = here.getDayOfWeek();
        var time = here.toLocalTime();
        return (weekend || (day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY))
                && !time.isBefore(opens)
                && !time.isAfter(closes);
    }
}
