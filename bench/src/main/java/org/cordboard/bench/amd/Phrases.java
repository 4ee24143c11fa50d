package org.cordboard.bench.amd;

import java.util.List;

/// What people and machines say when they answer. Each list exists twice: for tuning and, other sentences in other voices,
/// unseen.
record Phrases(List<Phrase> human, List<Phrase> machine, List<Speaker> speakers) {
    record Phrase(String language, String text) {}

    private static Phrase en(String text) {
        return new Phrase("en-us", text);
    }

    static final Phrases TUNING = new Phrases(
            List.of(
                    en("Hello?"),
                    en("Hi."),
                    en("Yes?"),
                    en("Hello, Anna speaking."),
                    en("Miller."),
                    en("Good morning."),
                    en("Hello? Hello?"),
                    en("Hi, this is Peter."),
                    en("Yes, who is this?"),
                    en("Good afternoon, Miller and sons."),
                    en("Hello, how are you?"),
                    en("Yeah, hello?"),
                    en("This is Susan."),
                    en("Acme, good morning."),
                    new Phrase("de", "Hallo?"),
                    new Phrase("de", "Ja, bitte?"),
                    new Phrase("fr-fr", "Allô?"),
                    new Phrase("it", "Pronto?"),
                    new Phrase("es", "¿Dígame?"),
                    new Phrase("ja", "モシモシ")),
            List.of(
                    en(
                            "Hi, you have reached the voicemail of Anna Miller. I cannot take your call right now. Please leave a message after the tone."),
                    en("Hello. You've reached Peter. I'm not here. Leave a message."),
                    en("The person you are calling is not available. Please record your message after the beep."),
                    en(
                            "Thank you for calling Miller and sons. Our office is closed. Our opening hours are from nine to five."),
                    en(
                            "Your call has been forwarded to an automatic voice message system. Five five five, zero one two three, is not available."),
                    en("Hi, this is Mark. I'm away from my phone. Please leave your name and number."),
                    en("Good day. You have reached the office of Doctor Brown. We are closed until Monday."),
                    en("Hey, Susan here. Leave me a message and I'll get back to you."),
                    en("Hello, this is the Smith family. We are out. Talk after the beep."),
                    en("Sorry I missed your call. Please try again later or leave a message."),
                    new Phrase("de", "Hallo, hier ist Anna. Ich bin gerade nicht da. Sprechen Sie nach dem Ton."),
                    new Phrase("it", "Buongiorno. Al momento non sono in casa. Lasciate un messaggio dopo il segnale."),
                    en("Welcome to the Acme service line. For sales, press one. For support, press two."),
                    new Phrase(
                            "de",
                            "Guten Tag, hier ist der Anrufbeantworter von Familie Müller. Bitte hinterlassen Sie eine Nachricht nach dem Signalton."),
                    new Phrase(
                            "fr-fr",
                            "Bonjour, vous êtes bien sur la messagerie de Claire. Laissez un message après le bip."),
                    new Phrase(
                            "es",
                            "Ha llamado al buzón de voz. En este momento no podemos atenderle. Deje su mensaje después de la señal.")),
            List.of(
                    Speaker.espeak(""),
                    Speaker.espeak("+m1"),
                    Speaker.espeak("+m2"),
                    Speaker.espeak("+m3"),
                    Speaker.espeak("+f1"),
                    Speaker.espeak("+f2"),
                    Speaker.espeak("+klatt"),
                    Speaker.flite("awb"),
                    Speaker.flite("rms"),
                    Speaker.festival("ked_diphone", "en-us"),
                    Speaker.festival("lp_diphone", "it")));

    static final Phrases UNSEEN = new Phrases(
            List.of(
                    en("Hello."),
                    en("Yes, hello?"),
                    en("Hi there."),
                    en("Speaking."),
                    en("Hello, Robert here."),
                    en("Good evening."),
                    en("Hey, what's up?"),
                    en("Morning, Laura speaking."),
                    en("Yes, this is Tom."),
                    en("Reception, hello."),
                    en("Who's calling, please?"),
                    en("Hello, can I help you?"),
                    en("Johnson residence."),
                    en("Hi! Hello?"),
                    new Phrase("de", "Schneider, guten Tag."),
                    new Phrase("nl", "Hallo, met Jan."),
                    new Phrase("fr-fr", "Oui, bonjour?"),
                    new Phrase("pt-br", "Alô?"),
                    new Phrase("es", "¿Bueno?"),
                    new Phrase("pl", "Słucham?")),
            List.of(
                    en(
                            "This is Robert. Sorry I missed you. Leave your name and number and I will call you back as soon as I can."),
                    en("Hey, it's Laura. You know what to do. Wait for the beep and talk to me."),
                    en(
                            "We're sorry, nobody is available to take your call. At the tone, please leave a message. When you have finished, you may hang up."),
                    en("You have reached the Johnson residence. We can't come to the phone right now."),
                    en("The number you have dialed is not in service. Please check the number and dial again."),
                    en(
                            "Thanks for calling the city library. Please listen carefully, as our menu options have changed."),
                    new Phrase(
                            "de",
                            "Der gewünschte Gesprächspartner ist zur Zeit nicht erreichbar. Sie können nach dem Ton eine Nachricht aufsprechen."),
                    new Phrase(
                            "it",
                            "Salve, in questo momento non posso rispondere. Lasciate un messaggio dopo il segnale acustico."),
                    new Phrase(
                            "pt-br",
                            "Sua chamada está sendo encaminhada para a caixa postal. Deixe sua mensagem após o sinal.")),
            List.of(
                    Speaker.espeak("+m4"),
                    Speaker.espeak("+m5"),
                    Speaker.espeak("+m6"),
                    Speaker.espeak("+m7"),
                    Speaker.espeak("+f3"),
                    Speaker.espeak("+f4"),
                    Speaker.espeak("+f5"),
                    Speaker.espeak("+klatt2"),
                    Speaker.flite("slt"),
                    Speaker.flite("kal"),
                    Speaker.festival("kal_diphone", "en-us"),
                    Speaker.festival("cmu_us_slt_arctic_hts", "en-us"),
                    Speaker.festival("pc_diphone", "it")));
}
