package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Element;

/// The forms of the 2010 API besides JSON, and what its requests may look like: F114, F116, F117.
@Timeout(60)
class FormatsTest {
    private static final String BASE = "/2010-04-01/Accounts/" + Centre.ACCOUNT;
    private static Centre centre;
    private static String call;

    @BeforeAll
    static void start() {
        centre = new Centre();
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        call = centre.calls.call(account, CallStatus.COMPLETED, Centre.START).key();
        centre.calls.call(account, CallStatus.COMPLETED, Centre.START);
        centre.post(BASE + "/Queues.json", "FriendlyName", "a \"quoted\", <named> & \u0001 queue");
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    private static Element xml(Centre.Reply reply) {
        assertEquals("application/xml; charset=utf-8", reply.header("Content-Type"), reply.http().body());
        try {
            Element root = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(reply.http().body().getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
            assertEquals("TwilioResponse", root.getTagName());
            return root;
        } catch (Exception malformed) {
            throw new AssertionError(reply.http().body(), malformed);
        }
    }

    private static String text(Element within, String name) {
        assertEquals(1, within.getElementsByTagName(name).getLength(), name);
        return within.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void anItemIsWrittenAsXmlWhereItsPathSaysSoOrNothing() {
        for (String suffix : new String[] {".xml", ""}) {
            Centre.Reply reply = centre.get(BASE + "/Calls/" + call + suffix);
            assertEquals(200, reply.status());
            Element item = (Element) xml(reply).getFirstChild();
            assertEquals("Call", item.getTagName());
            assertEquals(call, text(item, "Sid"));
            assertEquals("completed", text(item, "Status"));
            assertEquals("Sun, 01 Mar 2026 09:00:00 +0000", text(item, "DateCreated"));
            assertEquals("", text(item, "ParentCallSid"));
            assertEquals(BASE + "/Calls/" + call, text(item, "Uri"), "links lead to XML again");
            Element below = (Element) item.getElementsByTagName("SubresourceUris").item(0);
            assertEquals(BASE + "/Calls/" + call + "/Recordings", text(below, "Recordings"));
        }
    }

    @Test
    void withoutAnEndingAnAcceptHeaderMayAskForJson() {
        HttpRequest request = centre.request(BASE + "/Calls/" + call)
                .header("Accept", "text/html, application/json;q=0.9")
                .build();
        assertEquals(call, centre.send(request).text("sid"));
    }

    @Test
    void aListIsXmlWithItsPageAsAttributesAndItsNextPageIsXmlToo() {
        Element calls = (Element) xml(centre.get(BASE + "/Calls.xml?PageSize=1")).getFirstChild();
        assertEquals("Calls", calls.getTagName());
        assertEquals(1, calls.getElementsByTagName("Call").getLength());
        assertEquals("0", calls.getAttribute("page"));
        assertEquals("1", calls.getAttribute("pagesize"));
        String next = calls.getAttribute("nextpageuri");
        assertTrue(next.startsWith(BASE + "/Calls.xml?PageSize=1&Page=1&PageToken=PA"), next);
        Element second = (Element) xml(centre.get(next)).getFirstChild();
        assertEquals("", second.getAttribute("nextpageuri"));
        assertFalse(text(calls, "Sid").equals(text(second, "Sid")));
    }

    @Test
    void whatXmlCannotHoldIsReplacedAndTheRestEscaped() {
        Element queue = (Element) xml(centre.get(BASE + "/Queues.xml")).getFirstChild();
        assertEquals("a \"quoted\", <named> & \uFFFD queue", text(queue, "FriendlyName"));
    }

    @Test
    void listsAreWrittenAsCsvWithALineOfNames() {
        Centre.Reply reply = centre.get(BASE + "/Queues.csv");
        assertEquals("text/csv; charset=utf-8", reply.header("Content-Type"));
        String[] lines = reply.http().body().split("\r\n", -1);
        assertTrue(lines[0].startsWith("DateUpdated,CurrentSize,FriendlyName,"), lines[0]);
        assertTrue(lines[1].contains(",0,\"a \"\"quoted\"\", <named> & \u0001 queue\","), lines[1]);
        assertEquals(
                "", centre.get(BASE + "/Conferences.csv").http().body(), "an empty list has no names either");
    }

    @Test
    void creationsAndErrorsAreXmlTooAndErrorsOfCsvLists() {
        Centre.Reply made = centre.post(BASE + "/Keys.xml", "FriendlyName", "ci");
        assertEquals(201, made.status());
        assertEquals("Key", ((Element) xml(made).getFirstChild()).getTagName());
        for (String path : new String[] {"/Calls/CA" + "0".repeat(32) + ".xml", "/Calls.csv?PageSize=0", "/Nothing"}) {
            Centre.Reply reply = centre.get(BASE + path);
            assertTrue(reply.status() >= 400);
            Element problem = (Element) xml(reply).getFirstChild();
            assertEquals("RestException", problem.getTagName());
            assertEquals(Integer.toString(reply.status()), text(problem, "Status"));
            assertFalse(text(problem, "Code").isEmpty());
        }
    }

    @Test
    void headAnswersLikeGetWithoutABody() {
        HttpRequest request = centre.request(BASE + "/Calls/" + call + ".xml")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        Centre.Reply reply = centre.send(request);
        assertEquals(200, reply.status());
        assertEquals("application/xml; charset=utf-8", reply.header("Content-Type"));
        assertEquals("", reply.http().body());
    }

    @Test
    void unknownParametersAreIgnored() {
        assertEquals(200, centre.get(BASE + "/Calls.json?Colour=red").status());
        assertEquals(
                201,
                centre.post(BASE + "/Applications.json", "FriendlyName", "x", "Colour", "red")
                        .status());
    }

    @Test
    void aTrailingSlashIsForgivenAndTheLinksAreWithoutIt() {
        HttpRequest request = centre.request(BASE + "/Calls/?PageSize=1")
                .header("Accept", "application/json")
                .build();
        Centre.Reply reply = centre.send(request);
        assertEquals(BASE + "/Calls.json?PageSize=1&Page=0", reply.text("uri"));
        assertEquals(200, centre.get(reply.text("next_page_uri")).status());
        assertTrue(centre.get(BASE + "/Calls/").http().body().contains("uri=\"" + BASE + "/Calls?PageSize=50"));
    }

    @Test
    void theTokenOfAnotherListIsNoneOfThisOne() {
        centre.post(BASE + "/Applications.json", "FriendlyName", "one");
        String next = centre.get(BASE + "/Calls.json?PageSize=1").text("next_page_uri");
        String foreign = BASE + "/Applications.json" + next.substring(next.indexOf('?'));
        Centre.Reply reply = centre.get(foreign);
        assertEquals(400, reply.status());
        assertEquals(21481, reply.code());
    }

    @Test
    void callsAreFilteredByDayAndByMoment() {
        record Case(String filter, int found) {}
        for (Case one : new Case[] {
            new Case("StartTime=2026-03-01", 2),
            new Case("StartTime=2026-03-02", 0),
            new Case("StartTime%3E=2026-03-01", 2),
            new Case("StartTime%3E=2026-03-01T09:00:01Z", 0),
            new Case("StartTime%3C=2026-03-01T09:00:00", 2),
            new Case("StartTime%3C=2026-02-28", 0),
            new Case("EndTime%3E=2026-03-01T09:00:17Z&EndTime%3C=2026-03-01T09:00:17Z", 2),
        }) {
            Centre.Reply reply = centre.get(BASE + "/Calls.json?" + one.filter());
            assertEquals(one.found(), reply.json().path("calls").size(), one.filter());
            assertTrue(reply.text("uri").contains(one.filter().replace(":", "%3A")), "the filter is echoed: " + reply.text("uri"));
        }
        assertEquals(400, centre.get(BASE + "/Calls.json?StartTime=yesterday").status());
    }

    @Test
    void aSuspendedSubaccountCanBeReadAndWokenByItsParentButDoesNothing() {
        String sub = centre.post("/2010-04-01/Accounts.json", "FriendlyName", "branch").sid();
        String path = "/2010-04-01/Accounts/" + sub;
        assertEquals(200, centre.post(path + ".json", "Status", "suspended").status());
        assertEquals(200, centre.get(path + "/Calls.json").status());
        Centre.Reply refused = centre.post(path + "/Queues.json", "FriendlyName", "q");
        assertEquals(403, refused.status());
        assertEquals(20005, refused.code());
        assertEquals(200, centre.post(path + ".json", "Status", "active").status());
        assertEquals(201, centre.post(path + "/Queues.json", "FriendlyName", "q").status());
    }
}
